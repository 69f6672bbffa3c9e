using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests;

/// <summary>The same study with all that a plan may ask for, as a researcher reads it.</summary>
static partial class SyntheticSample
{
    public static readonly LockedPlan FirstLock = new("1.0.0", Hash('e'), new(2026, 8, 20, 9, 0, 0, TimeSpan.Zero), "key principal", null, []);

    public static PlanStanding Locked { get; } = new(
        PlanState.Locked, new(2026, 9, 1, 8, 30, 0, TimeSpan.Zero), "key principal", new(2026, 9, 14, 7, 45, 0, TimeSpan.Zero), [FirstLock]);

    static readonly string?[] ArmIds = [.. Arms.Select(a => a.Id)];

    public static AnalysisResult For(Audience audience) => audience == Audience.Researcher ? Full() : ForBoard();

    public static AnalysisResult Full(PlanStanding? standing = null)
    {
        var bare = Result();
        return bare with
        {
            Plan = Plan(bare), Standing = standing ?? Locked, Baseline = [.. Baseline(bare)],
            Flow = [.. bare.Flow.Select((f, i) => f with
            {
                Analysed = Q(Sizes[i].Finished), SchoolsAnalysed = Q(i == 0 ? 7 : 8), SchoolsAttended = i == 2 ? NotPlanned : Q(8),
                Assessed = [.. f.Assessed.Select((a, k) => a with { Schools = Q(i == 0 && k > 0 ? 7 : 8) })],
            })],
            Deviations = [new("contrast_not_estimable", "wellbeing", "hybrid waiting-list 3 0"), new("a_code_of_tomorrow", null, "3")],
            Outcomes = [.. bare.Outcomes.Select(o => o.Estimand == Estimand.SessionChange ? Within(o) : o.Role == OutcomeRole.Primary ? Primary(Secondary(o)) : Secondary(o))],
        };
    }

    static PlanDefinition Plan(AnalysisResult bare) => new()
    {
        Version = "1.1.0", Hash = Hash('b'), Confidence = 0.95, Contrasts = bare.Study.Contrasts, Multiplicity = Multiplicity.Holm, Clustering = Clustering.School,
        Outcomes = [.. bare.Outcomes.Select(o => new PlannedOutcome(o.Id, o.Role, o.Estimand, o.Domain, o.Instrument, o.Scale, o.From, o.To,
            o.Role == OutcomeRole.Primary ? new(null, null, null) : null, o.Role == OutcomeRole.Primary ? null : o.Estimand == Estimand.CourseChange ? "secondary" : null))],
        Covariates = [new("language", CovariateSource.Language, null, null, null), new("start-wellbeing", CovariateSource.Score, "swemwbs", "metric", "baseline")],
        Missing = new(MissingMethod.MultipleImputation, 20, 20260901),
        Sensitivity =
        [
            new(SensitivityKind.CompleteCases, null, null, []), new(SensitivityKind.ChangeScore, null, null, []), new(SensitivityKind.RankBased, null, null, []),
            new(SensitivityKind.MixedModel, null, null, []), new(SensitivityKind.DeltaAdjusted, 20, 7, [-2, 2]), new(SensitivityKind.PermutationTest, null, 8, []),
        ],
        Equivalence = [new("stress", "hybrid", "live", 2)],
        Moderators = [new("latency", ModeratorKind.AudioLatency, "stress", null, null), new("tongue", ModeratorKind.Language, "stress", "live", "waiting-list")],
        Subgroups = [Grouping.Language, Grouping.District, Grouping.Connection],
    };

    static IEnumerable<BaselineRow> Baseline(AnalysisResult bare)
    {
        foreach (var o in bare.Outcomes)
            yield return new(o.Id, null, [.. Arms.Select(a => o.Groups.FirstOrDefault(g => g.Arm == a.Id) is { } g
                ? new BaselineArm(a.Id, g.Started, g.PreMean.Value, g.PreSd) : new(a.Id, NotPlanned, NotPlanned, NotPlanned))]);
        foreach (var (variable, level, share) in new[] { ("language", "en", 0.5), ("language", "es", 0.5), ("district", "district-1", 0.25), ("district", "district-2", 0.75) })
            yield return new(variable, level, [.. Arms.Select((a, i) => new BaselineArm(a.Id, Q(Math.Round(share * (Sizes[i].Started + 14))), NotPlanned, NotPlanned))]);
    }

    static Quantity NotPlanned => Quantity.None(Absence.NotPlanned);

    static OutcomeResult Secondary(OutcomeResult o) => o with
    {
        Contrasts = [.. o.Contrasts.Select(k => k with { Method = "ancova_cr2_mi", AdjustedP = Q(Math.Min(1, 2 * k.P.Value!.Value)) })],
        SiteSummary = Summary(null, o.Groups[0], 23) with { ByArm = [.. o.Groups.Skip(1).Select((g, i) => Summary(g.Arm, g, i == 0 ? 7 : 8))] },
        Sensitivity = [.. o.Contrasts.SelectMany(Sensitivity)],
        Measurement = o.Measurement with { Omega = Q(0.851) },
        Distributions = [.. ArmIds.Select(a => Distribution(a, o.Groups.First(g => g.Arm == a)))],
        Missing = [.. Patterns],
    };

    static SiteSummary Summary(string? arm, GroupChange g, int schools)
    {
        var (m, sd) = (g.Change.Value.Value!.Value, g.ChangeSd.Value!.Value);
        return new(arm, Q(schools), E(m, m - 0.13 * sd, m + 0.13 * sd), E(m, m - 0.4 * sd, m + 0.4 * sd), Q(0.16 * sd), Q(41.3));
    }

    static IEnumerable<SensitivityResult> Sensitivity(ArmContrast k)
    {
        SensitivityResult At(SensitivityKind kind, double shift, double? delta = null) => new(kind, delta, k.Arm, k.Comparator, k.N, k.NComparator,
            E(k.Difference.Value.Value!.Value + shift, k.Difference.Low.Value!.Value + shift - 0.1, k.Difference.High.Value!.Value + shift + 0.1), Q(0.0123));
        return [
            At(SensitivityKind.CompleteCases, 0.08), At(SensitivityKind.ChangeScore, -0.24), At(SensitivityKind.RankBased, -0.11), At(SensitivityKind.MixedModel, 0.03),
            At(SensitivityKind.DeltaAdjusted, 0.31, 2), At(SensitivityKind.DeltaAdjusted, -0.29, -2),
            At(SensitivityKind.PermutationTest, 0) with { Difference = new(k.Difference.Value, NotPlanned, NotPlanned) },
        ];
    }

    static OutcomeResult Primary(OutcomeResult o) => o with
    {
        Equivalence = [new("hybrid", "live", 2, E(1.52, 0.71, 2.33), Q(11.8), Q(0.157), false)],
        Moderation =
        [
            new("latency", ModeratorKind.AudioLatency, null, null, Q(520), E(0.021, 0.008, 0.034), Q(0.0021),
                [.. Enumerable.Range(0, 21).Select(i => 20.0 + i * 5).Select(x => new ModerationPoint(x, E(-3.6 + 0.021 * (x - 40), -4.3 + 0.021 * (x - 40) - Math.Abs(x - 40) / 90, -2.9 + 0.021 * (x - 40) + Math.Abs(x - 40) / 90)))],
                "between", Q(-12), Q(104.5), []) { Quartiles = [Q(22), Q(34), Q(41), Q(58), Q(118)] },
            new("tongue", ModeratorKind.Language, "live", "waiting-list", Q(499), Estimate.None(Absence.NotPlanned), Q(0.44), [], null, NotPlanned, NotPlanned,
                [new("en", Q(251), E(-3.5, -4.9, -2.1)), new("es", Q(248), E(-2.9, -4.4, -1.4))]),
        ],
        Subgroups = [.. new[] { (Grouping.Language, "en", "English"), (Grouping.Language, "es", "Spanish"), (Grouping.Connection, "better", "better"), (Grouping.Connection, "worse", "worse") }
            .SelectMany(s => ArmIds.Select((a, i) => new SubgroupChange(s.Item1, s.Item2, s.Item3, a, Q(120 - i), s.Item1 == Grouping.Connection && i == 2
                ? Estimate.None(Absence.Undefined) : E(-3 + i, -4.1 + i, -1.9 + i))))],
    };

    static OutcomeResult Within(OutcomeResult o) => o with { Distributions = [.. o.Groups.Skip(1).Select(g => Distribution(g.Arm, g))] };

    static IEnumerable<MissingPattern> Patterns =>
    [
        Pattern([true, true, true], [224, 229, 209]), Pattern([true, true, false], [34, 33, 32]), Pattern([true, false, false], [38, 39, 48]), Pattern([false, true, true], [3, 2, 1]),
    ];

    static MissingPattern Pattern(bool[] observed, double[] arms) => new(["baseline", "endpoint", "follow-up"], observed, Q(arms.Sum()), [.. arms.Select(Q)]);

    /// <remarks>Scores at evenly spaced probabilities of a logistic distribution, in whole points, and R's <c>density(bw = "nrd0")</c> of them.</remarks>
    static ChangeDistribution Distribution(string? arm, GroupChange g)
    {
        var (m, sd, n) = (g.Change.Value.Value!.Value, g.ChangeSd.Value!.Value, (int)g.Finished.Value!.Value);
        double[] x = [.. Enumerable.Range(1, n).Select(i => (i - 0.5) / n).Select(p => Math.Round(m + sd * 0.5513 * Math.Log(p / (1 - p)), sd > 2 ? 0 : 1)).Order()];
        double At(double p) => x[(int)Math.Floor(p * (n - 1))];
        var width = 0.9 * Math.Min(sd, (At(0.75) - At(0.25)) / 1.34) * Math.Pow(n, -0.2);
        double Density(double at) => x.Sum(v => Math.Exp(-0.5 * Math.Pow((at - v) / width, 2))) / (n * width * Math.Sqrt(2 * Math.PI));
        var (low, high) = (x[0] - 3 * width, x[^1] + 3 * width);
        return new(arm, Q(n), [x[0], At(0.25), At(0.5), At(0.75), x[^1]], [.. Enumerable.Range(0, 101).Select(i => low + (high - low) * i / 100).Select(at => new DensityPoint(at, Density(at)))], x);
    }
}
