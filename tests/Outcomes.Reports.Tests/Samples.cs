using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;

namespace Outcomes.Reports.Tests;

/// <summary>Results as an analysis writes them, made by hand: one real study of one group, and a large synthetic one.</summary>
static class Samples
{
    public static readonly DateTimeOffset Date = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);

    public static Quantity Q(double value) => Quantity.Of(value);

    public static Estimate E(double value, double low, double high) => new(Q(value), Q(low), Q(high));

    /// <summary>Summary values of the SHOP study of state anxiety (psychTools::sai), as R computes them.</summary>
    public static AnalysisResult OneArm(Quantity? deteriorated = null, Quantity? unchanged = null) => new()
    {
        Format = AnalysisResult.CurrentFormat,
        Plan = new() { Version = "1.0.0", Hash = Samples.Hash('b'), Confidence = 0.95, Outcomes = [] }, Standing = PlanStanding.Draft,
        Study = new(
            "state-anxiety", "1", Titles("State anxiety, answered twice: laboratory study SHOP"), Synthetic: false,
            "Study SHOP of the data set sai in the R package psychTools 2.2.9: real answers. No music therapy was given.", Population.Participants,
            new(AllocationUnit.None, Randomized: false), [new("repeated", "Answered twice, no therapy between", Delivery.None, ArmRole.Comparison)],
            [new("pre", "First answers", TimepointKind.Course, 0), new("post", "Second answers", TimepointKind.Course, 1)], 1, 1, 0.95, []),
        Provenance = Hashes([new("sai", "1.0.0", Hash('d'), "State anxiety, 20 items", "SAI", Validated: true, Confirmed: false, "Mind Garden, Inc.")]),
        Flow = [new("repeated", "Answered twice, no therapy between", Q(98), Q(0), Q(1), [new("pre", Q(98)), new("post", Q(97))])],
        Delivery = new(Q(0), Q(0), Q(0), [], Quantity.None(Absence.Undefined), Quantity.None(Absence.Undefined), Quantity.None(Absence.Undefined), Quantity.None(Absence.Undefined)),
        Outcomes = [Anxiety(deteriorated ?? Q(7), unchanged ?? Q(90))],
    };

    static OutcomeResult Anxiety(Quantity deteriorated, Quantity unchanged) => new()
    {
        Id = "anxiety", Role = OutcomeRole.Primary, Estimand = Estimand.CourseChange, Domain = "anxiety", Instrument = "sai", Scale = "total",
        ScaleTitle = "State anxiety", Direction = Direction.LowerIsBetter, Min = 20, Max = 80, From = "pre", To = "post",
        Groups =
        [
            new()
            {
                Arm = null, Started = Q(98), Finished = Q(97), PreMean = E(40.82474, 38.70992, 42.93956), PreSd = Q(10.49306),
                PostMean = E(42.09278, 39.93948, 44.24608), PostSd = Q(10.68399), Change = E(1.268041, 0.3396428, 2.1964397), ChangeSd = Q(4.606416),
                T = Q(2.7112), Df = Q(96), P = Q(0.007944), Dz = E(0.2753, 0.0714, 0.4775), Dav = E(0.1198, 0.0309, 0.2084), G = E(0.1188, 0.0306, 0.2067),
                Categories = new(Q(0), Q(0), unchanged, deteriorated, Q(1)),
            },
        ],
        Contrasts = [], Sites = [],
        Trend = [new(null, "pre", Q(98), E(40.62245, 38.4914, 42.7535)), new(null, "post", Q(97), E(42.09278, 39.93948, 44.24608))],
        Measurement = new(Q(98), 20, E(0.9232688, 0.8993791, 0.9436813), Q(2.9443), Q(0), Q(0.1)),
        ReliableChange = new(Q(0.9232688), null, Q(10.49306), Q(4.110582), Q(8.05674), Q(19.83862), Q(58), Q(39.37839),
            new(38, 10, "Illustrative parameters of the reference file, not from these data.", Confirmed: false)),
    };

    /// <summary>The one study or the other as an audience sees it; a school only where the study has schools.</summary>
    public static ReleasedResult Released(Audience audience, bool synthetic) => audience == Audience.School
        ? Release.Outside(SyntheticSample.ForBoard(), ReleaseHistory.None).School(SyntheticSample.OneSchool)
        : Release.For(audience, synthetic ? SyntheticSample.For(audience) : OneArm());

    public static IReadOnlyDictionary<string, string> Titles(string english) => new Dictionary<string, string> { ["en"] = english };

    public static string Hash(char digit) => new(digit, 64);

    public static Provenance Hashes(IReadOnlyList<InstrumentFacts> instruments) =>
        new(Hash('a'), "1.0.0", Hash('b'), Hash('c'), "0.1.0", Date, instruments);
}
