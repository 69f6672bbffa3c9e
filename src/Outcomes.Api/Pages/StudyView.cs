using Outcomes.Data.Plans;
using Outcomes.Data.Studies;

namespace Outcomes.Api.Pages;

/// <summary>What the pages show of one study.</summary>
/// <param name="Title">In the reader's language, or else in the study's first: see <paramref name="TitleLanguage"/>.</param>
/// <param name="Language">The study's first: its other names (arms, timepoints, schools, the source of its data) exist in no other.</param>
/// <param name="Counts">Of the reader's schools.</param>
/// <param name="Inside">The reader is inside the study. Exact counts are for those: from one week to the next they would tell who came.</param>
public sealed record StudyView(string Id, string Version, string Title, string TitleLanguage, string Language, bool Synthetic, string DataSource, StudyCounts Counts, AnalysisView Analysis,
    IReadOnlyList<ReportView> Reports, StudyPlan Plan, bool Inside)
{
    /// <summary>Queries that wait for an answer from the reader's schools.</summary>
    public long OpenQueries { get; init; }

    /// <summary>Queries that were answered, and that the reader can close.</summary>
    public long AnsweredQueries { get; init; }
}

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
