using Outcomes.Data.Studies;

namespace Outcomes.Api.Pages;

/// <summary>What the pages show of one study.</summary>
public sealed record StudyView(string Id, string Version, string Title, bool Synthetic, string DataSource, StudyCounts Counts, AnalysisView Analysis, IReadOnlyList<ReportView> Reports);

public enum AnalysisState { NoData, Waiting, Running, Failed, Current }

/// <param name="Part">0 to 1, while it runs.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record AnalysisView(AnalysisState State, double Part = 0, string? Reason = null);

/// <param name="Audience"><c>board</c> or <c>researcher</c>.</param>
/// <param name="Html">False while it is being made, or where it could not be; so with the PDF.</param>
/// <param name="Reason">Why the report, or its PDF alone, could not be made.</param>
public sealed record ReportView(string Audience, bool Html, bool Pdf, string? Reason)
{
    /// <summary>Nothing is left to wait for.</summary>
    public bool Settled => (Html && Pdf) || Reason is not null;
}
