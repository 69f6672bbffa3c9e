namespace Outcomes.Data.Reports;

/// <summary>Whose report it is: of an analysis, for an audience, perhaps of one school.</summary>
public sealed record ReportKey(string AnalysisId, string Audience, string? School = null);

/// <summary>One report in one language and format: its bytes, or why there are none.</summary>
/// <param name="Language">Tag; empty for JSON, which has no words.</param>
/// <param name="Refused">1: the disclosure rule forbids it: the same result gives the same answer, so nothing is left to try.</param>
/// <param name="Code">Printed in the report; null where there is none.</param>
public sealed record StoredReport(
    string AnalysisId, string Audience, string? School, string Language, string Format, byte[]? Content, string? Sha256, string? Absence, long Refused, long Attempt,
    string? Code, string MadeUtc)
{
    public const string Html = "html", Pdf = "pdf", Json = "json", NoLanguage = "";
}

/// <summary>One report as a list shows it, without its bytes.</summary>
public sealed record ReportHead(
    string AnalysisId, string Audience, string? School, string Language, string Format, string? Sha256, string? Absence, long Refused, long Attempt,
    string? Code, string MadeUtc, string SnapshotHash)
{
    /// <summary>It is there, or never will be.</summary>
    public bool Final => Sha256 is not null || Refused == 1;
}
