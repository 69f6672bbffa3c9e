using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Analyses;

/// <summary>
/// Everything that one run of a plan on one snapshot found, for those inside the study. It is stored as JSON (snake_case, versioned
/// by <see cref="Format"/>). No report draws it: <see cref="Release"/> turns it into what an audience may see.
/// </summary>
public sealed record AnalysisResult
{
    public const int CurrentFormat = 2;

    public required int Format { get; init; }
    public required StudyFacts Study { get; init; }
    public required Provenance Provenance { get; init; }
    public required IReadOnlyList<FlowArm> Flow { get; init; }
    public required DeliveryFacts Delivery { get; init; }
    public required IReadOnlyList<OutcomeResult> Outcomes { get; init; }

    /// <summary>The plan as it was run, whole: the methods are written from it.</summary>
    public required PlanDefinition Plan { get; init; }
    public required PlanStanding Standing { get; init; }

    /// <summary>Arms at the start: each outcome's scale at From, then languages and districts. Inside the study only.</summary>
    public IReadOnlyList<BaselineRow> Baseline { get; init; } = [];

    /// <summary>Who was reached and who was not: enrolled, started and finished on the first primary outcome, by what people are grouped by.</summary>
    public IReadOnlyList<ReachRow> Reach { get; init; } = [];

    /// <summary>Where what was computed departs from the plan; amendments stand in <see cref="Standing"/>.</summary>
    public IReadOnlyList<Deviation> Deviations { get; init; } = [];
}

/// <summary>One line of the table of baseline characteristics.</summary>
/// <param name="Variable">Outcome id, or <c>language</c> or <c>district</c>.</param>
/// <param name="Level">Of a category: language tag or district id; null for a score.</param>
/// <param name="Arms">In the study's order.</param>
public sealed record BaselineRow(string Variable, string? Level, IReadOnlyList<BaselineArm> Arms);

/// <param name="N">With the score; for a category, in that level.</param>
/// <param name="Mean">And SD, of a score; absent (not planned) for a category.</param>
public sealed record BaselineArm(string Arm, Quantity N, Quantity Mean, Quantity Sd);

/// <param name="Level">Language tag, district id, <c>better</c> or <c>worse</c> connection, or <c>unknown</c> where nothing was measured.</param>
public sealed record ReachRow(Grouping By, string Level, string Title, Quantity Enrolled, Quantity Started, Quantity Finished);

/// <param name="Code">Key of the reports' texts, snake_case: <c>locked_after_data</c>, <c>contrast_not_estimable</c>, <c>model_not_fitted</c>, ….</param>
/// <param name="Outcome">Id, where it concerns one.</param>
/// <param name="Detail">Ids and numbers, never a sentence; null where the code says it all.</param>
public sealed record Deviation(string Code, string? Outcome, string? Detail);

/// <summary>What a reader must know of the study. Schools and districts are counts here; their results stand in <see cref="OutcomeResult.Sites"/>.</summary>
public sealed record StudyFacts(
    string Id, string Version, IReadOnlyDictionary<string, string> Title, bool Synthetic, string DataSource, Population Population,
    Allocation Allocation, IReadOnlyList<Arm> Arms, IReadOnlyList<Timepoint> Timepoints, int Districts, int Schools,
    double Confidence, IReadOnlyList<Contrast> Contrasts)
{
    /// <summary>Tag of the language that arms, timepoints, schools and the data's source are named in: the first of the study file's.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What consent is asked for here; null: it is kept elsewhere. Left out of the JSON then, so that results of such studies are the same bytes as ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConsentPurpose>? Consent { get; init; }

    /// <summary>What audiences outside the study may see.</summary>
    public DisclosurePolicy Disclosure { get; init; } = DisclosurePolicy.Outside;
}

/// <summary>What makes the numbers reproducible: hashes of the study, its plan, the snapshot of the data, each instrument; engine version.</summary>
/// <param name="DataThroughUtc">When the newest row of the snapshot was received. A report carries this date, not the day it was made.</param>
public sealed record Provenance(
    string StudyHash, string PlanVersion, string PlanHash, string SnapshotHash, string EngineVersion, DateTimeOffset DataThroughUtc,
    IReadOnlyList<InstrumentFacts> Instruments)
{
    /// <summary>Ten signs that stand for study, plan, data, engine and what was made of them.</summary>
    /// <remarks>Crockford's alphabet: no letter that is read as another or as a digit.</remarks>
    public string Code(string made)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{StudyHash}\n{PlanHash}\n{SnapshotHash}\n{EngineVersion}\n{made}"));
        var signs = string.Concat(hash.Take(10).Select(b => alphabet[b & 31]));
        return $"{signs[..4]}-{signs[4..8]}-{signs[8..]}";
    }
}

public sealed record InstrumentFacts(
    string Id, string Version, string Hash, string Title, string ShortTitle, bool Validated, bool Confirmed, string LicenceHolder);

/// <summary>Flow of participants in one arm.</summary>
/// <param name="Attended">Were in at least one session that was held.</param>
/// <param name="Assessed">Per course timepoint, in the study's order: participants with at least one assessment there.</param>
/// <param name="Schools">Clusters: schools with someone enrolled in the arm.</param>
public sealed record FlowArm(string Arm, string Title, Quantity Enrolled, Quantity Attended, Quantity Schools, IReadOnlyList<FlowAssessed> Assessed)
{
    /// <summary>With both scores of the first primary outcome, and the schools that they are of.</summary>
    public Quantity Analysed { get; init; } = Quantity.None(Absence.NotPlanned);
    public Quantity SchoolsAnalysed { get; init; } = Quantity.None(Absence.NotPlanned);

    /// <summary>Schools with someone in a session. Inside the study only.</summary>
    public Quantity SchoolsAttended { get; init; } = Quantity.None(Absence.NotPlanned);
}

public sealed record FlowAssessed(string Timepoint, Quantity Participants)
{
    /// <summary>That they are of. Inside the study only.</summary>
    public Quantity Schools { get; init; } = Quantity.None(Absence.NotPlanned);
}

/// <param name="ByDelivery">Sessions held, by how they were delivered.</param>
/// <param name="MeanAttended">Mean sessions attended per participant enrolled in an arm with sessions.</param>
public sealed record DeliveryFacts(
    Quantity Planned, Quantity Held, Quantity Missed, IReadOnlyList<DeliveryCount> ByDelivery, Quantity MeanAttended,
    Quantity MedianRttMs, Quantity MedianLossPct, Quantity MedianConcealedPct);

public sealed record DeliveryCount(Delivery Delivery, Quantity Held);

/// <summary>One planned outcome: each arm's change, arms compared, schools beside each other, and how well the scale measured here.</summary>
public sealed record OutcomeResult
{
    public required string Id { get; init; }
    public required OutcomeRole Role { get; init; }
    public required Estimand Estimand { get; init; }

    /// <summary>Key of the reports' texts: <c>stress</c>, <c>anxiety</c>, <c>emotional_regulation</c>, <c>social_interaction</c>, <c>wellbeing</c>.</summary>
    public required string Domain { get; init; }
    public required string Instrument { get; init; }
    public required string Scale { get; init; }
    public required string ScaleTitle { get; init; }
    public required Direction Direction { get; init; }
    public required double Min { get; init; }
    public required double Max { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>All participants first (arm null), then each arm in the study's order. A study of one arm has the first only.</summary>
    public required IReadOnlyList<GroupChange> Groups { get; init; }
    public required IReadOnlyList<ArmContrast> Contrasts { get; init; }

    /// <summary>Change by school, in the study's order; a school without a pair is there with n = 0. Empty in a study of one school.</summary>
    public required IReadOnlyList<SiteChange> Sites { get; init; }

    /// <summary>Mean at each course timepoint by arm, of all who answered there; empty for change within sessions.</summary>
    public required IReadOnlyList<TimepointMean> Trend { get; init; }
    public required Measurement Measurement { get; init; }

    /// <summary>Null where the plan has no rule for it.</summary>
    public ReliableChangeFacts? ReliableChange { get; init; }

    /// <summary>The schools' results put together by a random-effects model; null in a study of one school.</summary>
    public SiteSummary? SiteSummary { get; init; }
    public IReadOnlyList<SensitivityResult> Sensitivity { get; init; } = [];
    public IReadOnlyList<EquivalenceResult> Equivalence { get; init; } = [];
    public IReadOnlyList<ModerationResult> Moderation { get; init; } = [];
    public IReadOnlyList<SubgroupChange> Subgroups { get; init; } = [];

    /// <summary>How change is spread in each arm (null: all, in a study of one arm). Inside the study only.</summary>
    public IReadOnlyList<ChangeDistribution> Distributions { get; init; } = [];

    /// <summary>Which timepoints have a score, and of how many. Inside the study only.</summary>
    public IReadOnlyList<MissingPattern> Missing { get; init; } = [];
}

/// <summary>Random-effects synthesis of <see cref="OutcomeResult.Sites"/> (REML, Hartung-Knapp), over the schools with an estimate.</summary>
/// <param name="Arm">Null: all schools; else the schools of one arm, where whole schools were given to arms.</param>
/// <param name="Prediction">Where the true change of a further school like these lies.</param>
public sealed record SiteSummary(string? Arm, Quantity Schools, Estimate Mean, Estimate Prediction, Quantity Tau, Quantity ISquaredPct)
{
    /// <summary>One for each arm, where whole schools were given to arms; empty otherwise.</summary>
    public IReadOnlyList<SiteSummary> ByArm { get; init; } = [];
}

/// <summary>A contrast computed otherwise than in the primary analysis.</summary>
/// <param name="Delta">Of <see cref="SensitivityKind.DeltaAdjusted"/>; null otherwise.</param>
/// <param name="Difference">In the scale's unit; a rank-based one is the Hodges-Lehmann shift.</param>
public sealed record SensitivityResult(
    SensitivityKind Kind, double? Delta, string Arm, string Comparator, Quantity N, Quantity NComparator, Estimate Difference, Quantity P);

/// <summary>Two one-sided tests on the adjusted difference at From (Schuirmann 1987, doi:10.1007/BF01068419).</summary>
/// <param name="Difference">With its interval at 1 − 2α: it lies within ±margin exactly where both tests reject.</param>
/// <param name="P">The larger of the two.</param>
public sealed record EquivalenceResult(string Arm, string Comparator, double Margin, Estimate Difference, Quantity Df, Quantity P, bool? Equivalent);

/// <summary>How an effect depends on something. A quantity has a slope, points of the line and a region; a category has levels.</summary>
/// <param name="Arm">With the comparator: the effect is their contrast; both null: the effect is the change itself, adjusted to the mean score at From.</param>
/// <param name="Slope">Of the effect for one unit of the moderator (ms, percent, a share from 0 to 1), with its p-value; absent for a category.</param>
/// <param name="P">Of the slope; for a category, of all interactions together (Wald).</param>
/// <param name="Points">The effect along the observed range, ascending; empty for a category.</param>
/// <param name="Region">Where the effect differs from zero: <c>nowhere</c>, <c>everywhere</c>, <c>between</c> or <c>outside</c> the bounds; null for a category.</param>
public sealed record ModerationResult(
    string Id, ModeratorKind By, string? Arm, string? Comparator, Quantity N, Estimate Slope, Quantity P,
    IReadOnlyList<ModerationPoint> Points, string? Region, Quantity RegionLow, Quantity RegionHigh, IReadOnlyList<ModerationLevel> Levels)
{
    /// <summary>The moderator's own quartiles (minimum, lower, median, upper, maximum): where on the line people are.</summary>
    public IReadOnlyList<Quantity> Quartiles { get; init; } = [];
}

public sealed record ModerationPoint(double Value, Estimate Effect);

public sealed record ModerationLevel(string Level, Quantity N, Estimate Effect);

/// <summary>Paired change in one level of a subgroup, in one arm (null: all).</summary>
public sealed record SubgroupChange(Grouping By, string Level, string Title, string? Arm, Quantity N, Estimate Change);

/// <summary>Change scores of one arm: five numbers, a Gaussian kernel density (Silverman's rule, R's bw.nrd0) and the scores themselves, ascending.</summary>
public sealed record ChangeDistribution(
    string? Arm, Quantity N, IReadOnlyList<double> FiveNumbers, IReadOnlyList<DensityPoint> Density, IReadOnlyList<double> Changes);

public sealed record DensityPoint(double Change, double Density);

/// <param name="Observed">One for each timepoint at which the instrument is used, in the study's order: is there a score?</param>
/// <param name="ByArm">In the study's order of arms.</param>
public sealed record MissingPattern(IReadOnlyList<string> Timepoints, IReadOnlyList<bool> Observed, Quantity N, IReadOnlyList<Quantity> ByArm);

/// <summary>Paired change of one group. For change within sessions a participant counts once, with the mean of own sessions.</summary>
public sealed record GroupChange
{
    /// <summary>Null for all participants.</summary>
    public required string? Arm { get; init; }

    /// <summary>With a score at From (within sessions: with a score before any session).</summary>
    public required Quantity Started { get; init; }

    /// <summary>With both scores; every figure beside it is of these.</summary>
    public required Quantity Finished { get; init; }
    public required Estimate PreMean { get; init; }
    public required Quantity PreSd { get; init; }
    public required Estimate PostMean { get; init; }
    public required Quantity PostSd { get; init; }

    /// <summary>Post minus pre, with the paired t interval.</summary>
    public required Estimate Change { get; init; }
    public required Quantity ChangeSd { get; init; }
    public required Quantity T { get; init; }
    public required Quantity Df { get; init; }
    public required Quantity P { get; init; }
    public required Estimate Dz { get; init; }
    public required Estimate Dav { get; init; }

    /// <summary>Hedges' g of the paired difference: d_av with the exact small-sample correction.</summary>
    public required Estimate G { get; init; }

    /// <summary>Null where the plan has no rule of reliable change.</summary>
    public ChangeCategories? Categories { get; init; }
}

/// <summary>
/// Counts of persons by reliable change. Improved includes Recovered; Recovered needs a norm and is absent without one.
/// Improved + Unchanged + Deteriorated = Finished; Unclassified are those with a missing score.
/// </summary>
public sealed record ChangeCategories(Quantity Recovered, Quantity Improved, Quantity Unchanged, Quantity Deteriorated, Quantity Unclassified);

/// <summary>Difference between two arms at To, adjusted for the score at From (ANCOVA), in the scale's unit.</summary>
/// <param name="Method">Stable code of the method: <c>ancova_ols</c>, <c>ancova_cr2</c> (school-clustered errors, Satterthwaite df); with <c>_mi</c> at the end, pooled over imputations.</param>
/// <param name="G">The difference divided by the pooled SD at From of the two arms, with the exact small-sample correction.</param>
public sealed record ArmContrast(
    string Arm, string Comparator, string Method, Quantity N, Quantity NComparator, Quantity Clusters, Estimate Difference, Quantity Df, Quantity P, Estimate G)
{
    /// <summary>Adjusted within the outcome's family by the plan's method; absent (not planned) without one.</summary>
    public Quantity AdjustedP { get; init; } = Quantity.None(Absence.NotPlanned);
}

/// <param name="N">Finished.</param>
public sealed record SiteChange(string School, string Title, string District, string? Arm, Quantity N, Estimate Change, Quantity Sd)
{
    /// <summary>With a score at From.</summary>
    public Quantity Started { get; init; } = Quantity.None(Absence.NotPlanned);
    public Estimate PreMean { get; init; } = Estimate.None(Absence.NotPlanned);
    public Estimate PostMean { get; init; } = Estimate.None(Absence.NotPlanned);

    /// <summary>Null where the plan has no rule of reliable change.</summary>
    public ChangeCategories? Categories { get; init; }
}

public sealed record TimepointMean(string? Arm, string Timepoint, Quantity N, Estimate Mean);

/// <summary>How the scale measured in this sample at From.</summary>
/// <param name="Alpha">Raw Cronbach's alpha, listwise, with Feldt's interval.</param>
/// <param name="Sem">Standard error of measurement, scale's unit.</param>
/// <param name="Prorated">Scores at From and To that stand on prorated items.</param>
public sealed record Measurement(Quantity N, int Items, Estimate Alpha, Quantity Sem, Quantity Prorated, Quantity MissingItemsPct)
{
    /// <summary>McDonald's omega total of one factor (maximum likelihood); absent with fewer than three items.</summary>
    public Quantity Omega { get; init; } = Quantity.None(Absence.NotPlanned);
}

/// <summary>The rule as it was applied: what counts as a clear change, in points.</summary>
/// <param name="ReliabilitySource">Citation, or null: this sample's alpha.</param>
/// <param name="SDiff">Standard error of the difference of two scores.</param>
/// <param name="Threshold">1.96 × SDiff: changes larger than this are told from measurement error.</param>
public sealed record ReliableChangeFacts(
    Quantity Reliability, string? ReliabilitySource, Quantity PreSd, Quantity SDiff, Quantity Threshold,
    Quantity CutoffA, Quantity CutoffB, Quantity CutoffC, PlannedNorm? Norm);
