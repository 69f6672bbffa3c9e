using System.Text;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Jobs.Analyses;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Makes a report for each school in each language, one after the other: however many schools, one browser and one report are in memory.
/// Ended in the middle, it goes on with those that are not there; cancelled, it leaves what was made.
/// </summary>
public sealed class MakeSchoolReports(
    SchoolRunStore runs, StudyStore studies, AnalysisStore analyses, ReportStore reports, OutsideReleases releases, PdfPrinter printer,
    JobTimes times, TimeProvider time, Wake wake) : IStudyWork
{
    /// <summary>A PDF that failed so often is left out, and the run ends.</summary>
    const int MostAttempts = 5;

    static readonly Actor Job = Actor.OnThisMachine("job");
    static readonly string Audience = EnumNames<Audience>.Of(Domain.Releases.Audience.School);

    public async Task Run(string study, CancellationToken cancel)
    {
        if (runs.Newest(Job, study) is not { Open: true } run || studies.Lookup(Job, study) is not { } known) return;
        if (analyses.Find(Job, study, run.AnalysisId)?.EngineVersion != AnalysisEngine.Version)
            await runs.Finish(run.Id, "The analysis was computed by another version of this program. Ask again when there is a new one.");
        else await Run(run, ReportLanguages.Of(known.Study), cancel);
        wake.Nudge();   // someone may wait to be told
    }

    async Task Run(SchoolRun run, IReadOnlyList<string> languages, CancellationToken cancel)
    {
        var result = AnalysisJson.Read(Encoding.UTF8.GetBytes(analyses.Result(run.AnalysisId)!));
        var schools = OutsideRelease.SchoolsOf(result);
        if (run.Total is null) await runs.Begin(run.Id, schools.Count * languages.Count);
        var open = schools.Select(s => Set(run, s, languages)).Where(IsOpen).ToList();
        if (open.Count > 0 && open.Where(IsDue).ToList() is { Count: > 0 } due && !await Make(run, result, due, languages, cancel)) return;
        if (!schools.Select(s => Set(run, s, languages)).Any(IsOpen)) await runs.Finish(run.Id);
    }

    /// <returns>False where it was cancelled or refused.</returns>
    async Task<bool> Make(SchoolRun run, AnalysisResult result, List<ReportSet> due, IReadOnlyList<string> languages, CancellationToken cancel)
    {
        try
        {
            var release = await releases.Make(run.StudyId, run.AnalysisId, result, r => new(run.Id, [Domain.Releases.Audience.School], r.Schools, languages));
            foreach (var set in due)
            {
                cancel.ThrowIfCancellationRequested();
                if (!runs.IsOpen(run.Id)) return false;
                var made = await set.Make(release.School(set.Key.School!), printer, cancel);
                await reports.Store(made, MakeReports.Event(set, run.StudyId, made));
            }
            return true;
        }
        catch (DisclosureRefused refused)
        {
            await runs.Finish(run.Id, refused.Message);
            return false;
        }
    }

    ReportSet Set(SchoolRun run, string school, IReadOnlyList<string> languages)
    {
        var key = new ReportKey(run.AnalysisId, Audience, school);
        return new(key, languages, reports.Of(key));
    }

    static bool IsOpen(ReportSet set) => !set.Complete && set.Attempt < MostAttempts;

    bool IsDue(ReportSet set) => times.IsDue(set.Attempt, set.LastTriedUtc, time.GetUtcNow());
}
