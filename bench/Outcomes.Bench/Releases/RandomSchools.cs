using System.Globalization;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Bench.Releases;

/// <summary>A result of many schools, counted from random persons, so that every relation between its counts holds as in life.</summary>
/// <remarks>
/// Three course outcomes, two of them of one instrument, two arms, eight districts, two languages. Plain: arms by school, 30 to 40 students
/// each, about one in seven does not finish. Hard: arms within schools, 0 to 40 students, two in five do not finish.
/// </remarks>
sealed class RandomSchools
{
    const int Outcomes = 3, Arms = 2, Largest = 40;

    /// <param name="Change">By outcome: −1 worse, 0 unchanged, 1 improved; null where not started or not finished.</param>
    sealed record Person(int School, int Arm, string Language, bool Started, int?[] Change);

    readonly int _schools;
    readonly bool _hard;
    readonly Random _random;
    List<Person> _persons;

    public RandomSchools(int schools, int seed, bool hard = false)
    {
        (_schools, _random, _hard) = (schools, new Random(seed), hard);
        _persons = [.. Enumerable.Range(0, schools).SelectMany(s => Enumerable.Range(0, _random.Next(hard ? 0 : 30, Largest + 1)).Select(_ => Someone(s)))];
    }

    /// <summary>Before the next release: so many more come to every school.</summary>
    public void GoOn(int more) => _persons = [.. _persons, .. Enumerable.Range(0, _schools).SelectMany(s => Enumerable.Range(0, more).Select(_ => Someone(s)))];

    Person Someone(int school)
    {
        var started = _random.Next(_hard ? 5 : 20) > 0;
        var finished = started && _random.Next(_hard ? 4 : 8) > 0;
        return new(school, _hard ? _random.Next(Arms) : school % Arms, _random.Next(4) == 0 ? "es" : "en", started,
            [.. Enumerable.Range(0, Outcomes).Select(_ => finished && _random.Next(50) > 0 ? (int?)(_random.Next(10) switch { < 4 => 1, < 9 => 0, _ => -1 }) : null)]);
    }

    public AnalysisResult Result()
    {
        var arms = Enumerable.Range(0, Arms).Select(ArmId).ToList();
        return new()
        {
            Format = AnalysisResult.CurrentFormat,
            Plan = new() { Version = "1", Hash = "p", Confidence = 0.95, Outcomes = [] }, Standing = PlanStanding.Draft,
            Study = new("random", "1", new Dictionary<string, string> { ["en"] = "Random" }, true, "random", Population.Students,
                new(_hard ? AllocationUnit.Participant : AllocationUnit.School, true), [.. arms.Select(a => new Arm(a, a, Delivery.Live, ArmRole.Intervention))],
                [new("pre", "Pre", TimepointKind.Course, 0), new("post", "Post", TimepointKind.Course, 8)], 8, _schools, 0.95, []),
            Provenance = new("s", "1", "p", "d", "e", DateTimeOffset.UnixEpoch, []),
            Flow = [.. arms.Select((id, a) => Flow(id, [.. _persons.Where(p => p.Arm == a)]))],
            Delivery = new(N(9), N(9), N(0), [], N(3.25), N(1), N(1), N(1)),
            Outcomes = [.. Enumerable.Range(0, Outcomes).Select(Outcome)],
            Reach = [.. Reach(Grouping.Language, p => p.Language), .. Reach(Grouping.District, p => District(p.School))],
        };
    }

    static string ArmId(int arm) => string.Create(CultureInfo.InvariantCulture, $"arm{arm}");

    static string District(int school) => string.Create(CultureInfo.InvariantCulture, $"d{school / 2 % 8}");

    IEnumerable<ReachRow> Reach(Grouping by, Func<Person, string> of) => _persons.GroupBy(of).Select(g =>
        new ReachRow(by, g.Key, g.Key, N(g.Count()), N(g.Count(p => p.Started)), N(g.Count(p => p.Change[0] is not null))));

    static FlowArm Flow(string id, List<Person> persons) => new(id, id, N(persons.Count), N(persons.Count), N(1),
        [new("pre", N(persons.Count(p => p.Started))), new("post", N(persons.Count(p => p.Change.Any(c => c is not null))))])
    { Analysed = N(persons.Count(p => p.Change[0] is not null)), SchoolsAnalysed = N(1) };

    OutcomeResult Outcome(int o)
    {
        var groups = Enumerable.Range(0, Arms).Select(a => (Arm: (string?)ArmId(a), People: _persons.Where(p => p.Arm == a).ToList())).Prepend((null, _persons)).ToList();
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"o{o}"), Role = OutcomeRole.Primary, Estimand = Estimand.CourseChange, Domain = "stress",
            Instrument = string.Create(CultureInfo.InvariantCulture, $"i{o / 2}"), Scale = "s", ScaleTitle = "S", Direction = Direction.LowerIsBetter, Min = 0, Max = 10, From = "pre", To = "post",
            Groups = [.. groups.Select(g => Group(o, g.Arm, g.People))],
            Contrasts = [], Equivalence = [],
            Sites = [.. _persons.GroupBy(p => p.School).Select(g => Site(o, g.Key, [.. g]))],
            Trend = [.. groups.SelectMany(g => new[]
            {
                new TimepointMean(g.Arm, "pre", N(g.People.Count(p => p.Started)), Figure),
                new TimepointMean(g.Arm, "post", N(g.People.Count(p => p.Change[o] is not null)), Figure),
            })],
            Measurement = new(N(_persons.Count(p => p.Started)), 10, Figure, N(1.5), N(0), N(2.25)),
        };
    }

    SiteChange Site(int o, int school, List<Person> own)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"school{school}");
        return new(id, id, District(school), _hard ? null : ArmId(school % Arms), N(own.Count(p => p.Change[o] is not null)), Figure, N(2))
        {
            Started = N(own.Count(p => p.Started)), Categories = Categories(o, own), PreMean = Figure, PostMean = Figure,
        };
    }

    static ChangeCategories Categories(int o, List<Person> people)
    {
        Quantity With(int change) => N(people.Count(p => p.Change[o] == change));
        return new(N(people.Count(p => p.Change[o] == 1) / 2), With(1), With(0), With(-1), N(people.Count(p => p.Change[o] is null)));
    }

    static GroupChange Group(int o, string? arm, List<Person> all) => new()
    {
        Arm = arm, Started = N(all.Count(p => p.Started)), Finished = N(all.Count(p => p.Change[o] is not null)), PreMean = Figure, PreSd = N(2),
        PostMean = Figure, PostSd = N(2), Change = Figure, ChangeSd = N(1), T = N(1), Df = N(9), P = N(.5), Dz = Figure, Dav = Figure, G = Figure, Categories = Categories(o, all),
    };

    static Estimate Figure { get; } = new(N(1), N(0), N(2));

    static Quantity N(double value) => Quantity.Of(value);
}
