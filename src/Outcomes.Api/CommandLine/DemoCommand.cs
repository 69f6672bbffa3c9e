using System.CommandLine;
using Outcomes.Api.Pages;
using Outcomes.Domain;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes demo</c>: the main job, end to end, on a real and on a synthetic study.</summary>
static class DemoCommand
{
    static readonly string RealStudy = Path.Combine(AppContext.BaseDirectory, "examples", "state-anxiety");

    public static Command Create()
    {
        var target = new Option<string>("--out") { Description = "Where to write reports and datasets", HelpName = "DIR", DefaultValueFactory = _ => "out" };
        var data = new Option<string?>("--data") { Description = "The directory that holds all data (default: data in --out)", HelpName = "DIR" };
        var urls = new Option<string>("--urls") { Description = "Where to listen; port 0 takes a free one", DefaultValueFactory = _ => "http://127.0.0.1:0" };
        var end = new Option<bool>("--no-serve") { Description = "End when the files are written, instead of leaving the pages running" };
        var command = new Command("demo", "Run two studies through the whole system and show what comes out") { target, data, urls, end };
        command.SetAction((parsed, cancel) =>
        {
            var directory = parsed.GetRequiredValue(target);
            var settings = new HostSettings(parsed.GetValue(data) ?? Path.Combine(directory, "data"), parsed.GetRequiredValue(urls)) { AskNobody = true };
            return Demo(settings, directory, serve: !parsed.GetValue(end), cancel);
        });
        return command;
    }

    static async Task<int> Demo(HostSettings settings, string target, bool serve, CancellationToken cancel)
    {
        var synthetic = Path.Combine(target, "tele-music", "source");
        await SynthCommand.Write(synthetic, SynthCommand.DefaultSeed, cancel);
        await using var system = await LocalSystem.Start(settings, "command demo", cancel);
        var studies = new List<string>();
        foreach (var source in new[] { RealStudy, synthetic })
        {
            var sent = await Progress.Show($"Sending {StudyName(source)} to {system.Address}", progress => system.Partner.Send(source, progress, system.Stopping, lockPlan: true));
            Console.WriteLine($"Stored {sent}.");
            Console.WriteLine($"Its analysis plan, version {sent.Plan!.Version}, was locked at {Utc.Text(sent.Plan.LockedUtc)}, before its data were sent.");
            studies.Add(sent.Study);
        }
        var files = new StudyFiles(system.Services, Actor.OnThisMachine("command demo"));
        foreach (var study in studies) await Write(files, study, Path.Combine(target, study), system.Stopping);
        Console.WriteLine(serve ? $"\nThe pages are at {system.Address} (Ctrl+C ends them)." : "\nDone.");
        if (serve) await system.WaitForShutdown(system.Stopping);
        return ExitCode.Done;
    }

    static string StudyName(string source) => Path.GetFileName(source) == "source" ? Path.GetFileName(Path.GetDirectoryName(source)!) : Path.GetFileName(source);

    static async Task Write(StudyFiles files, string study, string target, CancellationToken cancel)
    {
        var view = await Progress.Show($"Analysing and drawing {study}", progress => files.Wait(study, progress, cancel));
        var written = await files.WriteReports(study, target);
        await files.WriteDataset(study, Path.Combine(target, "dataset"));
        Console.WriteLine($"{target}/: {string.Join(", ", written)}, dataset/ ({Rows(view)})");
        foreach (var gap in StudyFiles.Gaps(view)) Console.WriteLine($"  {gap}");
    }

    static string Rows(StudyView view) => $"{view.Counts.Participants} participants, {view.Counts.Assessments} assessments{(view.Synthetic ? "; SYNTHETIC" : "")}";
}
