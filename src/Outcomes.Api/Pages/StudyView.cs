using Outcomes.Data.Plans;
using Outcomes.Data.Studies;

namespace Outcomes.Api.Pages;

/// <summary>What the pages show of one study.</summary>
/// <param name="Counts">Of the reader's schools.</param>
/// <param name="Inside">The reader is inside the study. Exact counts are for those: from one week to the next they would tell who came.</param>
public sealed record StudyView(string Id, string Version, string Title, bool Synthetic, string DataSource, StudyCounts Counts, AnalysisView Analysis, IReadOnlyList<ReportView> Reports,
    StudyPlan Plan, bool Inside);

public enum AnalysisState { NoData, Waiting, Running, Failed, Current }

/// <param name="Part">0 to 1, while it runs.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record AnalysisView(AnalysisState State, double Part = 0, string? Reason = null);

/// <param name="Audience"><c>board</c> or <c>researcher</c>.</param>
/// <param name="Analysis">Id of the analysis that it is of.</param>
/// <param name="Html">In the study's first language. False while it is being made, or where it could not be; so with the PDF.</param>
/// <param name="Reason">Why the report, or its PDF alone, could not be made.</param>
/// <param name="Complete">In every language and format, or refused for good.</param>
public sealed record ReportView(string Audience, string Analysis, bool Html, bool Pdf, string? Reason, bool Complete)
{
    /// <summary>Nothing is left to wait for.</summary>
    public bool Settled => Complete || Reason is not null;
}
