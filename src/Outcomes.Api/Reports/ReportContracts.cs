using Outcomes.Data.Reports;

namespace Outcomes.Api.Reports;

/// <summary>One report that there is, or that could not be made.</summary>
/// <param name="Language">Tag; not there for JSON, which has no words.</param>
/// <param name="Link">Where it is; not there where it could not be made.</param>
/// <param name="Absence">Why it could not be made.</param>
public sealed record ReportContract(
    string Audience, string? School, string? Language, string Format, string Analysis, string SnapshotHash, string MadeUtc, string? Code, string? Sha256,
    string? Link, string? Absence)
{
    public static ReportContract Of(string study, ReportHead r) => new(r.Audience, r.School, r.Language.Length == 0 ? null : r.Language, r.Format, r.AnalysisId,
        r.SnapshotHash, r.MadeUtc, r.Code, r.Sha256, r.Sha256 is null ? null : ApiRoutes.Prefix + Path(study, r), r.Absence);

    /// <summary>The same below <c>/api/v1</c> and among the pages.</summary>
    public static string Path(string study, ReportHead r) =>
        $"/studies/{study}/reports/{(r.School is { } school ? $"schools/{school}" : r.Audience)}{(r.Language.Length == 0 ? "" : $".{r.Language}")}.{r.Format}?analysis={r.AnalysisId}";
}
