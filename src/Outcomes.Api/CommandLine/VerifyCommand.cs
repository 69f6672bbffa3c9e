using System.CommandLine;
using Outcomes.Api.Pages;
using Outcomes.Data;
using Outcomes.Domain.Access;
using Outcomes.Jobs.Reports;
using Outcomes.Reports.Text;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes verify</c>: is a report what it says it is, and do its numbers follow from what is stored?</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A report as .pdf, .html or .json" }.AcceptExistingOnly();
        var data = Options.Data();
        var command = new Command("verify", "Compute again all that a report stands on; ends with 0 only if all of it matches") { file, data };
        command.SetAction((parsed, cancel) => Verify(parsed.GetRequiredValue(file), parsed.GetRequiredValue(data), cancel));
        return command;
    }

    static async Task<int> Verify(FileInfo file, string data, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(data, Database.FileName))) throw new InvalidOperationException($"There are no data in {data}.");
        if (file.Length > VerifyReport.MostBytes) throw new InvalidOperationException($"{file.Name} is too large to be a report.");
        await using var app = OutcomesHost.Build(new HostSettings(data) { RunJobs = false });
        var checks = await app.Services.GetRequiredService<VerifyReport>()
            .Run(Actor.OnThisMachine("command verify"), await File.ReadAllBytesAsync(file.FullName, cancel), cancel);
        var words = Texts.In("en", PageEndpoints.Words);
        foreach (var check in checks)
            Console.WriteLine($"{words[$"verify.{check.Part}"],-8} {words[$"verify.{check.Verdict}"],-18} {words[$"verify.{check.Part}.{check.Reason}", check.Values]}");
        return checks.All(c => c.Verdict == CheckVerdict.Matches) ? ExitCode.Done : ExitCode.Failed;
    }
}
