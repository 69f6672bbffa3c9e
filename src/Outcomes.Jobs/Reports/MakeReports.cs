using System.Globalization;
using System.Text;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Makes the reports that a study lacks, in each of its languages as page and PDF, and as JSON. What cannot be made is tried again, less
/// and less often: a browser that is installed later is found. What the disclosure rule refuses is not tried again until there is another
/// analysis; the report before it stays the newest.
/// </summary>
public sealed class MakeReports(
    AnalysisStore analyses, ReportStore reports, ReportsDue due, OutsideReleases releases, PdfPrinter printer, Wake wake) : IStudyWork
{
    /// <summary>How many analyses keep their researcher's reports.</summary>
    const int Kept = 12;

    public async Task Run(string study, CancellationToken cancel)
    {
        foreach (var set in due.Of(study))
        {
            var result = AnalysisJson.Read(Encoding.UTF8.GetBytes(analyses.Result(set.Key.AnalysisId)!));
            var made = await Make(set, study, result, cancel);
            await reports.Store(made, Event(set, study, made));
            wake.Nudge();   // someone may wait to be told
        }
        await reports.Prune(study, Kept);
    }

    async Task<IReadOnlyList<StoredReport>> Make(ReportSet set, string study, AnalysisResult result, CancellationToken cancel)
    {
        try
        {
            var released = set.Key.Audience == EnumNames<Audience>.Of(Audience.Researcher) ? Release.For(Audience.Researcher, result)
                : (await releases.Make(study, set.Key.AnalysisId, result, _ => new(set.Key.AnalysisId, [Audience.Board], [], set.Languages))).Board;
            return await set.Make(released, printer, cancel);
        }
        catch (DisclosureRefused refused) { return set.Refused(refused.Message); }
    }

    internal static AuditEvent Event(ReportSet set, string study, IReadOnlyList<StoredReport> made) => new("job", "reports_made", set.Key.AnalysisId, study, new Dictionary<string, string>
    {
        ["audience"] = set.Key.School is { } school ? $"{set.Key.Audience} {school}" : set.Key.Audience,
        ["made"] = string.Join(' ', made.Where(r => r.Sha256 is not null).Select(r => $"{r.Language}.{r.Format}:{r.Sha256}")),
        ["attempt"] = (set.Attempt + 1).ToString(CultureInfo.InvariantCulture),
    });
}
