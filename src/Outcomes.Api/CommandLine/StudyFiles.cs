using Outcomes.Api.Datasets;
using Outcomes.Api.Pages;
using Outcomes.Api.Reports;
using Outcomes.Data.Audit;
using Outcomes.Data.Reports;
using Outcomes.Data.Schedules;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Schedules;
using Outcomes.Reports.Text;

namespace Outcomes.Api.CommandLine;

/// <summary>Waits for what the jobs make of a study, and writes it out as files.</summary>
sealed class StudyFiles(IServiceProvider services, Actor actor)
{
    static readonly string[] Audiences = ["board", "researcher"], Formats = ["pdf", "html", "json"];
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly StudyViews _views = services.GetRequiredService<StudyViews>();

    /// <summary>Ends when the analysis is up to date and every report is made, or known not to be possible for now.</summary>
    /// <exception cref="InvalidOperationException">The analysis failed, there is nothing to analyse, or there is no such study.</exception>
    public async Task<StudyView> Wait(string study, Action<double> progress, CancellationToken cancel)
    {
        while (true)
        {
            var view = _views.Find(actor, study, Texts.In("en", PageEndpoints.Words)) ?? throw new InvalidOperationException($"There is no study '{study}' here.");
            if (view.Analysis.State == AnalysisState.Failed) throw new InvalidOperationException($"The analysis of {study} failed: {view.Analysis.Reason}");
            if (view.Analysis.State == AnalysisState.NoData) throw new InvalidOperationException($"No assessments of {study} have come in, so there is nothing to report.");
            if (view.Analysis.State == AnalysisState.Current && Settled(study, view)) return view;
            progress(Part(view));
            await Task.Delay(Pause, cancel);
        }
    }

    /// <remarks>With a schedule, the board's report may be of an older analysis, or not be there yet: nothing to wait for.</remarks>
    bool Settled(string study, StudyView view)
    {
        bool Has(string audience) => view.Reports.Any(r => r.Audience == audience && r.Settled);
        var scheduled = services.GetRequiredService<ScheduleStore>().Find(actor, study).Schedule.Rule != ScheduleRule.OnEachAnalysis;
        return Has("researcher") && (scheduled ? view.Reports.All(r => r.Settled) : Has("board") && view.Reports.Select(r => r.Analysis).Distinct().Count() == 1);
    }

    /// <remarks>Reports take about as long as the analysis: each is half of the bar.</remarks>
    static double Part(StudyView view) => view.Analysis.State == AnalysisState.Current
        ? 0.5 + 0.5 * view.Reports.Count(r => r.Settled) / (double)Audiences.Length
        : view.Analysis.Part / 2;

    /// <summary>
    /// Writes the newest board and researcher reports in every language and format that there is: <c>board.pdf</c> in the study's first
    /// language, <c>board.es.pdf</c> in a further one. An old PDF that cannot be made now is removed.
    /// </summary>
    /// <returns>The names of the files written.</returns>
    public async Task<IReadOnlyList<string>> WriteReports(string study, string directory)
    {
        await services.GetRequiredService<AuditTrail>().Record(new AuditEvent(actor.Name, "reports_written", study, study));
        Directory.CreateDirectory(directory);
        var files = services.GetRequiredService<ReportFiles>();
        var languages = files.Languages(actor, study);
        return [.. from audience in Audiences
            from language in languages
            let page = files.Find(actor, study, audience, "html", language)
            from format in Formats
            where format != "json" || language == languages[0]
            let name = language == languages[0] ? $"{audience}.{format}" : $"{audience}.{language}.{format}"
            where Write(Path.Combine(directory, name), page is null ? null : files.Find(actor, study, audience, format, language, page.AnalysisId))
            select name];
    }

    static bool Write(string path, StoredReport? report)
    {
        File.Delete(path);
        if (report?.Content is not { } content) return false;
        File.WriteAllBytes(path, content);
        return true;
    }

    /// <summary>What could not be made, each in a sentence.</summary>
    public static IEnumerable<string> Gaps(StudyView view) =>
        view.Reports.Where(r => r.Reason is not null).Select(r => $"No {r.Audience} {(r.Html ? "PDF" : "report")}: {r.Reason}");

    public async Task WriteDataset(string study, string directory)
    {
        await services.GetRequiredService<AuditTrail>().Record(DatasetEndpoints.Exported(actor, study, "all"));
        services.GetRequiredService<DatasetWriter>().WriteDirectory(actor, study, directory);
    }
}
