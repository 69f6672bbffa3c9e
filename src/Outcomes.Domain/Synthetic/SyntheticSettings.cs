using Outcomes.Domain.Plans;

namespace Outcomes.Domain.Synthetic;

/// <summary>
/// What a synthetic tele-music study is made of. Everything that an analysis is to find is a number here, and is written to
/// <c>truth.json</c>. Effects are those that a modest trial might look for; they are invented, and say nothing about music therapy.
/// </summary>
public sealed record SyntheticSettings
{
    public required ulong Seed { get; init; }
    public string StudyId { get; init; } = "tele-music";

    /// <summary>Monday of the first week of sessions. Baseline is the week before, so nothing needs a clock.</summary>
    public DateOnly Start { get; init; } = new(2024, 9, 2);
    public int Districts { get; init; } = 3;
    public int SchoolsPerDistrict { get; init; } = 8;

    /// <summary>Mean; schools have from 0.75 to 1.25 times as many.</summary>
    public int StudentsPerSchool { get; init; } = 38;
    public int Weeks { get; init; } = 8;
    public int FollowUpWeek { get; init; } = 20;

    /// <summary>True: nobody leaves and nothing is missing, to see an analysis against the truth without that.</summary>
    public bool Complete { get; init; }

    /// <summary>Share of a trait's variance that lies between schools.</summary>
    public double IntraclassCorrelation { get; init; } = 0.06;

    /// <summary>Correlation of a student's own part of a trait from one course timepoint to the next.</summary>
    public double Stability { get; init; } = 0.7;

    /// <summary>The same of a school's part.</summary>
    public double SchoolStability { get; init; } = 0.9;

    /// <summary>Share of an arm's effect at the endpoint that is left at follow-up.</summary>
    public double Retained { get; init; } = 0.6;

    public IReadOnlyList<SyntheticScale> Scales { get; init; } =
    [
        new("stress", "stress", OutcomeRole.Primary, "pss-10", "total",
            Distress: 0.8, Mean: -0.15, Drift: 0.10, Live: -0.35, Hybrid: -0.25),
        new("reappraisal", "emotional_regulation", OutcomeRole.Secondary, "erq-ca", "reappraisal",
            Distress: -0.3, Mean: 0.20, Drift: 0, Live: 0.20, Hybrid: 0.15),
        new("suppression", "emotional_regulation", OutcomeRole.Secondary, "erq-ca", "suppression",
            Distress: 0.2, Mean: 0, Drift: 0, Live: -0.10, Hybrid: -0.05),
        new("wellbeing", "wellbeing", OutcomeRole.Secondary, "who-5", "total",
            Distress: -0.6, Mean: 0.10, Drift: -0.05, Live: 0.25, Hybrid: 0.15),
    ];

    /// <summary>The session check-in, on its 0 to 10 lines.</summary>
    public IReadOnlyList<SyntheticCheckIn> CheckIns { get; init; } =
    [
        new("session-regulation", "emotional_regulation", "emotional-regulation", Mean: 5.2, Distress: -0.5, Live: 0.7, Recorded: 0.5),
        new("session-stress", "stress", "stress", Mean: 5.0, Distress: 0.7, Live: -1.0, Recorded: -0.7),
        new("session-connection", "social_interaction", "social-connection", Mean: 5.4, Distress: -0.3, Live: 0.8, Recorded: 0.3),
    ];

    /// <summary>Share of a live session's benefit that each percent of concealed audio above <see cref="UsualConcealedPct"/> takes away.</summary>
    public double BenefitLostPerConcealedPct { get; init; } = 0.12;
    public double UsualConcealedPct { get; init; } = 2;
    public SyntheticMissingness Missingness { get; init; } = new();

    internal DateOnly EndpointWeek => Start.AddDays(7 * Weeks);
    internal DateOnly FollowUp => Start.AddDays(7 * FollowUpWeek);
}

/// <summary>A course outcome. Traits have SD 1 at each timepoint, so effects are in SD of the trait.</summary>
/// <param name="Id">Of the planned outcome.</param>
/// <param name="Distress">Correlation of a student's own part with the student's general distress.</param>
/// <param name="Mean">Of the trait at baseline: how far this population is from an instrument's middle.</param>
/// <param name="Drift">What changes by the endpoint in every arm.</param>
/// <param name="Live">Effect of the live arm at the endpoint.</param>
/// <param name="Hybrid">The same of the hybrid arm.</param>
public sealed record SyntheticScale(
    string Id, string Domain, OutcomeRole Role, string Instrument, string Scale,
    double Distress, double Mean, double Drift, double Live, double Hybrid);

/// <summary>One line of the session check-in.</summary>
/// <param name="Mean">Before a session, in points.</param>
/// <param name="Distress">Correlation of a student's usual level with general distress.</param>
/// <param name="Live">Mean change within a live session at the usual transmission quality, in points.</param>
/// <param name="Recorded">The same within a recorded one.</param>
public sealed record SyntheticCheckIn(string Id, string Domain, string Scale, double Mean, double Distress, double Live, double Recorded);

/// <summary>A chance on the logit scale: what raises it, and by how much.</summary>
/// <param name="Intercept">With everything else at zero.</param>
/// <param name="Stress">Per SD of stress at baseline.</param>
/// <param name="Connection">Per SD of poorer connection at the school; arms without sessions have none.</param>
/// <param name="Absence">Per unit of absence: last week's (0 or 1) for leaving, the share of sessions missed for an absent assessment.</param>
public sealed record SyntheticChance(double Intercept, double Stress, double Connection, double Absence)
{
    internal double Of(double stress, double connection, double absence)
    {
        var logit = Intercept + Stress * stress + Connection * connection + Absence * absence;
        return 1 / (1 + Math.Exp(-logit));
    }
}

/// <summary>Who leaves, who is absent, what is left open: nothing of it depends on what would have been answered, given these (MAR).</summary>
public sealed record SyntheticMissingness
{
    /// <summary>Leaving the study in a week.</summary>
    public SyntheticChance Leaving { get; init; } = new(-4.9, 0.45, 0.35, 0.8);

    /// <summary>Leaving between endpoint and follow-up.</summary>
    public SyntheticChance LeavingLater { get; init; } = new(-2.6, 0.45, 0, 0.5);

    /// <summary>Not being at a session that was held.</summary>
    public SyntheticChance AbsentFromSession { get; init; } = new(-2.1, 0.30, 0.35, 0);

    /// <summary>Not being there on a day of course measures.</summary>
    public SyntheticChance AbsentFromAssessment { get; init; } = new(-3.0, 0.30, 0, 1.2);

    /// <summary>A session that does not take place.</summary>
    public SyntheticChance SessionMissed { get; init; } = new(-3.2, 0, 0.5, 0);

    /// <summary>No check-in after a session that one was at.</summary>
    public SyntheticChance NoCheckInAfter { get; init; } = new(-3.0, 0, 0.4, 0);

    /// <summary>Preferring not to answer an item.</summary>
    public SyntheticChance PreferNot { get; init; } = new(-5.2, 0.5, 0, 0);

    /// <summary>Not reaching the end of an instrument.</summary>
    public SyntheticChance StopsEarly { get; init; } = new(-4.0, 0.4, 0, 0);
}
