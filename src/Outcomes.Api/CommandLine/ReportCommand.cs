using System.CommandLine;
using Outcomes.Domain.Access;
using Outcomes.Jobs;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes report</c>: analyses a study if that is due, and writes its reports.</summary>
static class ReportCommand
{
    public static Command Create()
    {
        var (data, study, target) = (Options.Data(), Options.Study(), Options.Out("Where to write the reports"));
        var command = new Command("report", "Write a study's board and researcher reports as PDF, HTML and JSON; analyses new data first") { data, study, target };
        command.SetAction((parsed, cancel) => Report(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), parsed.GetRequiredValue(target), cancel));
        return command;
    }

    static async Task<int> Report(string data, string study, string target, CancellationToken cancel)
    {
        Directory.CreateDirectory(data);
        // Beside a running "serve", that one does the work, and this command waits for it.
        await using var system = await LocalSystem.Start(new HostSettings(data) { RunJobs = !JobsLock.IsHeld(data) }, "command report", cancel);
        var files = new StudyFiles(system.Services, Actor.OnThisMachine("command report"));
        var view = await Progress.Show($"Analysing and drawing {study}", progress => files.Wait(study, progress, system.Stopping));
        Console.WriteLine($"Wrote {string.Join(", ", files.WriteReports(study, target))} to {target}.");
        foreach (var gap in StudyFiles.Gaps(view)) Console.WriteLine($"  {gap}");
        return ExitCode.Done;
    }
}
