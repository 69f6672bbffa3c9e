using System.CommandLine;
using Outcomes.Api.Reports;
using Outcomes.Data.Reports;
using Outcomes.Domain.Access;
using Outcomes.Jobs;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes report</c>: analyses a study if that is due, and writes its reports.</summary>
static class ReportCommand
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var (data, study, target) = (Options.Data(), Options.Study(), Options.Out("Where to write the reports"));
        var schools = new Option<bool>("--schools") { Description = "Make a report for each school as well, into schools/; what was made before is kept" };
        var command = new Command("report", "Write a study's board and researcher reports as PDF, HTML and JSON; analyses new data first") { data, study, target, schools };
        command.SetAction((parsed, cancel) => Report(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), parsed.GetRequiredValue(target), parsed.GetValue(schools), cancel));
        return command;
    }

    static async Task<int> Report(string data, string study, string target, bool schools, CancellationToken cancel)
    {
        Directory.CreateDirectory(data);
        // Beside a running "serve", that one does the work, and this command waits for it.
        await using var system = await LocalSystem.Start(new HostSettings(data) { RunJobs = !JobsLock.IsHeld(data) }, "command report", cancel);
        var files = new StudyFiles(system.Services, Actor.OnThisMachine("command report"));
        var view = await Progress.Show($"Analysing and drawing {study}", progress => files.Wait(study, progress, system.Stopping));
        Console.WriteLine($"Wrote {string.Join(", ", await files.WriteReports(study, target))} to {target}.");
        foreach (var gap in StudyFiles.Gaps(view)) Console.WriteLine($"  {gap}");
        return schools ? await Schools(system, study, Path.Combine(target, "schools")) : ExitCode.Done;
    }

    static async Task<int> Schools(LocalSystem system, string study, string target)
    {
        var actor = Actor.OnThisMachine("command report");
        var (runs, reports) = (system.Services.GetRequiredService<SchoolRunStore>(), system.Services.GetRequiredService<ReportStore>());
        if (await SchoolReportEndpoints.Begin(actor, study, system.Services.GetRequiredService<IssueStore>(), runs, TimeProvider.System) is null)
            throw new InvalidOperationException("Nothing was released yet: the study's schedule says when.");
        system.Services.GetRequiredService<Wake>().Nudge();
        var run = await Progress.Show($"Drawing school reports of {study}", async progress =>
        {
            while (runs.Newest(actor, study)! is { Open: true } now)
            {
                progress(now.Total is > 0 and { } total ? now.Made / (double)total : 0);
                await Task.Delay(Pause, system.Stopping);
            }
            return runs.Newest(actor, study)!;
        });
        Directory.CreateDirectory(target);
        foreach (var head in reports.Schools(actor, study, run.AnalysisId).Where(h => h.Sha256 is not null))
            if (reports.Find(actor, study, head.Audience, head.School, head.Language, head.Format, head.AnalysisId) is { Content: { } content } report)
                await File.WriteAllBytesAsync(Path.Combine(target, ReportFiles.FileName(study, report)), content);
        Console.WriteLine($"School reports: {run.State}, {run.Made} of {run.Total} made, in {target}. {run.Failure}".TrimEnd());
        return run.State == "finished" ? ExitCode.Done : ExitCode.Failed;
    }
}
