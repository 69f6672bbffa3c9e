using System.Globalization;
using Outcomes.Data.Plans;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Plans;

/// <summary>Where a plan stands in its life, in plain sentences.</summary>
static class PlanStateWords
{
    public static IReadOnlyList<string> Of(StudyPlan plan, Texts texts) => plan.Standing switch
    {
        { LockedUtc: { } when, LockedBy: { } who } standing => [texts["plan.state.locked", ("version", plan.Study.Plan.Version), ("when", Instant(when, texts)), ("who", who)], Data(when, standing.FirstDataUtc, texts)],
        { Amendments: [.., var last] } => [texts["plan.state.amending", ("version", plan.Study.Plan.Version), ("last", last.Version), ("when", Instant(last.LockedUtc, texts))]],
        _ => [texts["plan.state.draft", ("version", plan.Study.Plan.Version)]],
    };

    /// <summary>Date and time: a plan and the first data often come on the same day, and then the order is what matters.</summary>
    public static string Instant(DateTimeOffset when, Texts texts) => texts["plan.instant",
        ("date", Texts.In(texts.Language.Tag).Date(when)), ("time", when.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture))];

    static string Data(DateTimeOffset locked, DateTimeOffset? first, Texts texts) => first is not { } came ? texts["plan.state.no_data"]
        : texts[came < locked ? "plan.state.after_data" : "plan.state.before_data", ("when", Instant(came, texts))];
}
