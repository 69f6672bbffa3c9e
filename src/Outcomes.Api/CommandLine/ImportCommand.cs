using System.CommandLine;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes import</c>: a study and its data from files, by the same way and the same checks as over HTTP.</summary>
static class ImportCommand
{
    public static Command Create()
    {
        var data = Options.Data();
        var source = new Argument<DirectoryInfo>("directory")
        {
            Description = "Holds study.json and what there is of participants, consents, sessions and assessments, each as .csv, .ndjson or .json",
        }.AcceptExistingOnly();
        var command = new Command("import", "Take in a study and its data from files; each file is stored whole or not at all") { source, data };
        command.SetAction((parsed, cancel) => Import(parsed.GetRequiredValue(source).FullName, parsed.GetRequiredValue(data), cancel));
        return command;
    }

    static async Task<int> Import(string source, string data, CancellationToken cancel)
    {
        await using var system = await LocalSystem.Start(new HostSettings(data) { RunJobs = false }, "import", cancel);
        var sent = await Progress.Show($"Importing {Path.GetFileName(source)}", progress => system.Partner.Send(source, progress, system.Stopping));
        Console.WriteLine($"Stored {sent}.");
        return ExitCode.Done;
    }
}
