using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Tests.Releases;

/// <summary>A study of random persons that goes on: every result is counted from them, so that every relation between counts holds as in life.</summary>
sealed class RandomStudy
{
    /// <param name="Scores">By outcome: before and after, null where there is none.</param>
    sealed record Person(int Arm, int School, string Language, bool Attended, bool AssessedPre, bool AssessedPost, bool Prorated, (double? Pre, double? Post)[] Scores);

    readonly Random _random;
    readonly int _arms, _outcomes, _size;
    readonly bool _bySchool;
    readonly double _retention, _scored;
    readonly List<int> _schools;
    readonly string[] _languages;
    List<Person> _persons;

    public RandomStudy(Random random, int largestSchool = 40)
    {
        (_random, _arms, _bySchool, _size) = (random, random.Next(1, 4), random.Next(2) == 0, largestSchool);
        (_retention, _scored, _outcomes) = (random.NextDouble(), random.NextDouble(), 1 + random.Next(5) / 4);
        _languages = random.Next(2) == 0 ? ["en"] : ["en", "es"];
        _schools = [.. Enumerable.Range(0, random.Next(1, 6))];
        _persons = [.. _schools.SelectMany(s => Persons(s, random.Next(0, largestSchool)))];
    }

    public static AnalysisResult Result(Random random) => new RandomStudy(random).Result();

    /// <summary>What may happen between two releases: some come, some finish, some leave; a school joins or leaves.</summary>
    public void GoOn()
    {
        if (_random.Next(8) == 0 && _schools.Count > 1) _schools.RemoveAt(_random.Next(_schools.Count));
        _persons = [.. _persons.Where(p => _schools.Contains(p.School) && _random.Next(60) > 0).Select(Later)];
        if (_random.Next(8) == 0) _schools.Add(_schools.Max() + 1);
        var most = _random.Next(3) switch { 0 => 2, 1 => 6, _ => _size };
        _persons.AddRange(_schools.SelectMany(s => Persons(s, _random.Next(0, most + (_persons.All(p => p.School != s) ? _size : 0)))).ToList());
    }

    Person Later(Person p) => p.AssessedPost || !p.AssessedPre || _random.Next(3) > 0 ? p
        : p with { AssessedPost = true, Scores = [.. p.Scores.Select(s => (s.Pre, (double?)(s.Pre ?? 5) - _random.Next(-1, 4)))] };

    List<Person> Persons(int school, int count) => [.. Enumerable.Range(0, count).Select(_ => Someone(school))];

    Person Someone(int school)
    {
        var (pre, post) = (_random.NextDouble() < .5 + _retention / 2, _random.NextDouble() < .5 + _retention / 2);
        bool Scored() => _random.NextDouble() < .7 + .3 * _scored;
        return new(_bySchool ? school % _arms : _random.Next(_arms), school, _languages[_random.Next(_languages.Length)], _random.NextDouble() < .9, pre, post, _random.Next(10) == 0,
            [.. Enumerable.Range(0, _outcomes).Select(_ => (pre && Scored() ? (double?)_random.Next(3, 9) : null, post && Scored() ? (double?)_random.Next(1, 9) : null))]);
    }

    public AnalysisResult Result()
    {
        var arms = Enumerable.Range(0, _arms).Select(a => $"arm{a}").ToList();
        var districts = _schools.Select(District).Distinct().Count();
        return new()
        {
            Format = AnalysisResult.CurrentFormat,
            Plan = new() { Version = "1", Hash = "p", Confidence = 0.95, Outcomes = [] }, Standing = PlanStanding.Draft,
            Study = new("random", "1", new Dictionary<string, string> { ["en"] = "Random" }, true, "random", Population.Students,
                new(_bySchool ? AllocationUnit.School : AllocationUnit.Participant, true), [.. arms.Select(a => new Arm(a, a, Delivery.Live, ArmRole.Intervention))],
                [new("pre", "Pre", TimepointKind.Course, 0), new("post", "Post", TimepointKind.Course, 8)], districts, _schools.Count, 0.95, []),
            Provenance = new("s", "1", "p", $"d{_persons.Count}", "e", DateTimeOffset.UnixEpoch, []),
            Flow = [.. arms.Select((id, a) => Flow(id, [.. _persons.Where(p => p.Arm == a)]))],
            Delivery = new(N(9), N(9), N(0), [], N(3.25), N(1), N(1), N(1)),
            Outcomes = [.. Enumerable.Range(0, _outcomes).Select(o => Outcome(o, arms))],
            Reach = [.. Reach(Grouping.Language, p => p.Language, _languages), .. Reach(Grouping.District, p => District(p.School), [.. _schools.Select(District).Distinct()])],
        };
    }

    static string District(int school) => $"d{school / 2}";

    IEnumerable<ReachRow> Reach(Grouping by, Func<Person, string> of, string[] levels) => levels.Length < 2 ? [] : levels.Select(level =>
    {
        var own = _persons.Where(p => of(p) == level).ToList();
        return new ReachRow(by, level, level, N(own.Count), N(own.Count(p => Started(p, 0))), N(own.Count(p => Finished(p, 0))));
    });

    static FlowArm Flow(string id, List<Person> persons) => new(id, id, N(persons.Count), N(persons.Count(p => p.Attended)), N(1),
        [new("pre", N(persons.Count(p => p.AssessedPre))), new("post", N(persons.Count(p => p.AssessedPost)))])
    { Analysed = N(persons.Count(p => Finished(p, 0))), SchoolsAnalysed = N(1) };

    static bool Started(Person p, int o) => p.Scores[o].Pre is not null;

    static bool Finished(Person p, int o) => p.Scores[o] is (not null, not null);

    OutcomeResult Outcome(int o, List<string> arms)
    {
        var groups = arms.Count == 1 ? [(null, _persons)] : arms.Select((a, i) => ((string?)a, _persons.Where(p => p.Arm == i).ToList())).Prepend((null, _persons)).ToList();
        return new()
        {
            Id = $"o{o}", Role = OutcomeRole.Primary, Estimand = Estimand.CourseChange, Domain = "stress", Instrument = "i", Scale = "s", ScaleTitle = "S",
            Direction = Direction.LowerIsBetter, Min = 0, Max = 10, From = "pre", To = "post",
            Groups = [.. groups.Select(g => Group(o, g.Item1, g.Item2))],
            Contrasts = arms.Count < 2 ? [] : [new("arm1", "arm0", "ancova_ols", N(_persons.Count(p => Finished(p, o) && p.Arm == 1)), N(_persons.Count(p => Finished(p, o) && p.Arm == 0)), N(2), Figure(1), N(5), N(.5), Figure(1))],
            Equivalence = arms.Count < 2 ? [] : [new("arm1", "arm0", 2, Figure(1), N(5), N(.5), true)],
            Sites = _schools.Count == 1 ? [] : [.. _schools.Select(s => Site(o, s, arms))],
            SiteSummary = _schools.Count == 1 ? null : new(null, N(_schools.Count), Figure(1), Figure(1), N(1), N(50)),
            Trend = [.. groups.SelectMany(g => new[]
            {
                new TimepointMean(g.Item1, "pre", N(g.Item2.Count(p => Started(p, o))), Mean(g.Item2.Select(p => p.Scores[o].Pre))),
                new TimepointMean(g.Item1, "post", N(g.Item2.Count(p => p.Scores[o].Post is not null)), Mean(g.Item2.Select(p => p.Scores[o].Post))),
            })],
            Measurement = new(N(_persons.Count(p => Started(p, o) && !p.Prorated)), 10, Figure(.8), N(1.5), N(_persons.Count(p => Started(p, o) && p.Prorated)), N(2.25)),
        };
    }

    SiteChange Site(int o, int school, List<string> arms)
    {
        var own = _persons.Where(p => p.School == school).ToList();
        return new($"school{school}", $"School {school}", District(school), _bySchool ? arms[school % arms.Count] : null, N(own.Count(p => Finished(p, o))), Change(o, own), N(2))
        {
            Started = N(own.Count(p => Started(p, o))), Categories = Categories(o, own),
            PreMean = Mean(own.Where(p => Finished(p, o)).Select(p => p.Scores[o].Pre)), PostMean = Mean(own.Where(p => Finished(p, o)).Select(p => p.Scores[o].Post)),
        };
    }

    static Estimate Change(int o, List<Person> people) => Mean(people.Where(p => Finished(p, o)).Select(p => p.Scores[o].Post - p.Scores[o].Pre));

    static ChangeCategories Categories(int o, List<Person> people)
    {
        var changes = people.Where(p => Finished(p, o)).Select(p => p.Scores[o].Pre!.Value - p.Scores[o].Post!.Value).ToList();
        return new(N(changes.Count(c => c > 3)), N(changes.Count(c => c > 1)), N(changes.Count(c => c is >= -1 and <= 1)), N(changes.Count(c => c < -1)), N(people.Count - changes.Count));
    }

    static GroupChange Group(int o, string? arm, List<Person> all)
    {
        var pairs = all.Where(p => Finished(p, o)).ToList();
        return new()
        {
            Arm = arm, Started = N(all.Count(p => Started(p, o))), Finished = N(pairs.Count), PreMean = Mean(pairs.Select(p => p.Scores[o].Pre)), PreSd = N(2),
            PostMean = Mean(pairs.Select(p => p.Scores[o].Post)), PostSd = N(2), Change = Change(o, all), ChangeSd = N(1), T = N(1), Df = N(pairs.Count - 1), P = N(.5),
            Dz = Figure(1), Dav = Figure(1), G = Figure(1), Categories = Categories(o, all),
        };
    }

    static Estimate Mean(IEnumerable<double?> values)
    {
        var there = values.OfType<double>().ToList();
        return there.Count == 0 ? Estimate.None(Absence.Undefined) : Figure(there.Average());
    }

    static Estimate Figure(double value) => new(N(value), N(value - 1), N(value + 1));

    static Quantity N(double value) => Quantity.Of(value);
}
