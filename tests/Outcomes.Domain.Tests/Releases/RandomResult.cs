using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Tests.Releases;

/// <summary>Results of random studies, counted from random persons, so that every relation between counts holds as in life.</summary>
static class RandomResult
{
    sealed record Person(int Arm, int School, bool Attended, bool AssessedPre, bool AssessedPost, bool Pre, bool Post, int Change, bool Prorated)
    {
        public bool Pair => Pre && Post;
    }

    public static AnalysisResult Of(Random random)
    {
        var arms = random.Next(1, 4);
        var bySchool = random.Next(2) == 0;
        var schools = random.Next(1, 6);
        var persons = Enumerable.Range(0, schools).SelectMany(s => Persons(random, s, arms, bySchool)).ToList();
        var armIds = Enumerable.Range(0, arms).Select(a => $"arm{a}").ToList();
        return new AnalysisResult
        {
            Format = AnalysisResult.CurrentFormat,
            Plan = new() { Version = "1", Hash = "p", Confidence = 0.95, Outcomes = [] }, Standing = PlanStanding.Draft,
            Study = new("random", "1", new Dictionary<string, string> { ["en"] = "Random" }, true, "random", Population.Students,
                new(bySchool ? AllocationUnit.School : AllocationUnit.Participant, true), [.. armIds.Select(a => new Arm(a, a, Delivery.Live, ArmRole.Intervention))],
                [new("pre", "Pre", TimepointKind.Course, 0), new("post", "Post", TimepointKind.Course, 8)], 1, schools, 0.95, []),
            Provenance = new("s", "1", "p", "d", "e", DateTimeOffset.UnixEpoch, []),
            Flow = [.. armIds.Select((id, a) => Flow(id, [.. persons.Where(p => p.Arm == a)]))],
            Delivery = new(N(9), N(9), N(0), [], N(3.25), N(1), N(1), N(1)),
            Outcomes = [.. Enumerable.Range(0, 1 + random.Next(5) / 4).Select(o => Outcome($"o{o}", random, persons, armIds, schools, bySchool))],
        };
    }

    static IEnumerable<Person> Persons(Random random, int school, int arms, bool bySchool)
    {
        var (retention, scored) = (random.NextDouble(), random.NextDouble());
        var better = random.Next(0, 10);
        for (var i = random.Next(0, 40); i > 0; i--)
        {
            var (pre, post) = (random.NextDouble() < .5 + retention / 2, random.NextDouble() < .5 + retention / 2);
            yield return new(bySchool ? school % arms : random.Next(arms), school, random.NextDouble() < .9, pre, post,
                pre && random.NextDouble() < .7 + .3 * scored, post && random.NextDouble() < .7 + .3 * scored,
                random.Next(10) < better ? random.Next(2, 4) : random.Next(0, 2), random.Next(10) == 0);
        }
    }

    static FlowArm Flow(string id, List<Person> persons) => new(id, id, N(persons.Count), N(persons.Count(p => p.Attended)), N(1),
        [new("pre", N(persons.Count(p => p.AssessedPre))), new("post", N(persons.Count(p => p.AssessedPost)))]);

    static OutcomeResult Outcome(string id, Random random, List<Person> persons, List<string> arms, int schools, bool bySchool)
    {
        // Each outcome has its own missing scores and its own changes.
        var own = persons.Select(p => p with { Pre = p.Pre && random.Next(8) > 0, Post = p.Post && random.Next(8) > 0, Change = random.Next(6) == 0 ? random.Next(4) : p.Change }).ToList();
        var groups = arms.Count == 1 ? [(null, own)] : arms.Select((a, i) => ((string?)a, own.Where(p => p.Arm == i).ToList())).Prepend((null, own)).ToList();
        return new()
        {
            Id = id, Role = OutcomeRole.Primary, Estimand = Estimand.CourseChange, Domain = "stress", Instrument = "i", Scale = "s", ScaleTitle = "S",
            Direction = Direction.LowerIsBetter, Min = 0, Max = 10, From = "pre", To = "post",
            Groups = [.. groups.Select(g => Group(random, g.Item1, g.Item2))],
            Contrasts = arms.Count < 2 ? [] : [new("arm1", "arm0", "ancova_ols", N(own.Count(p => p.Pair && p.Arm == 1)), N(own.Count(p => p.Pair && p.Arm == 0)), N(2), Figure(random), N(5), N(.5), Figure(random))],
            Sites = schools == 1 ? [] : [.. Enumerable.Range(0, schools).SelectMany(s => Sites(random, s, own, arms, bySchool))],
            Trend = [.. groups.SelectMany(g => new[]
            {
                new TimepointMean(g.Item1, "pre", N(g.Item2.Count(p => p.Pre)), Figure(random)),
                new TimepointMean(g.Item1, "post", N(g.Item2.Count(p => p.Post)), Figure(random)),
            })],
            Measurement = new(N(own.Count(p => p.Pre && !p.Prorated)), 10, Figure(random), N(1.5), N(own.Count(p => p.Pre && p.Prorated)), N(2.25)),
        };
    }

    static IEnumerable<SiteChange> Sites(Random random, int school, List<Person> persons, List<string> arms, bool bySchool) =>
        [new($"school{school}", $"School {school}", "d", bySchool ? arms[school % arms.Count] : null, N(persons.Count(p => p.School == school && p.Pair)), Figure(random), N(2))];

    static GroupChange Group(Random random, string? arm, List<Person> all)
    {
        var pairs = all.Where(p => p.Pair).ToList();
        int Of(int change) => pairs.Count(p => p.Change == change);
        return new()
        {
            Arm = arm, Started = N(all.Count(p => p.Pre)), Finished = N(pairs.Count), PreMean = Figure(random), PreSd = N(2), PostMean = Figure(random),
            PostSd = N(2), Change = Figure(random), ChangeSd = N(1), T = N(1), Df = N(pairs.Count - 1), P = N(.5), Dz = Figure(random), Dav = Figure(random), G = Figure(random),
            Categories = new(N(Of(3)), N(Of(3) + Of(2)), N(Of(1)), N(Of(0)), N(all.Count - pairs.Count)),
        };
    }

    static Estimate Figure(Random random)
    {
        var value = random.NextDouble();
        return new(N(value), N(value - 1), N(value + 1));
    }

    static Quantity N(double value) => Quantity.Of(value);
}
