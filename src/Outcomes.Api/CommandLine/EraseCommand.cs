using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Consents;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes erase</c>: all that is stored of a participant; a dry run unless it is told to.</summary>
static class EraseCommand
{
    static readonly Actor Here = Actor.OnThisMachine(KeyCommand.Actor);

    public static Command Create()
    {
        var (data, study) = (Options.ExistingData(), Options.Study());
        var participant = new Option<string>("--participant") { Description = "The participant's pseudonym", HelpName = "PSEUDONYM", Required = true };
        var confirm = new Option<bool>("--confirm") { Description = "Erase; without it, only say what would go" };
        var command = new Command("erase", "Erase what is stored of a participant; without --confirm a dry run") { data, study, participant, confirm };
        command.SetAction((parsed, _) => Erase(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), parsed.GetRequiredValue(participant), parsed.GetValue(confirm)));
        return command;
    }

    static async Task<int> Erase(string data, string study, string participant, bool confirm)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var store = new ErasureStore(database, writer);
        if ((confirm ? await store.Erase(Here, study, participant) : store.Preview(Here, study, participant)) is not { } erasure)
        {
            await Console.Error.WriteLineAsync("There is no such study, or no participant with this pseudonym in it. Nothing was changed.");
            return ExitCode.Failed;
        }
        Print(erasure, confirm);
        return ExitCode.Done;
    }

    static void Print(Erasure erasure, bool done)
    {
        Console.WriteLine(done ? "Erased:" : "This would be erased (a dry run; nothing was changed):");
        foreach (var row in erasure.Rows) Console.WriteLine($"  {row.Table}: {row.Count}");
        Console.WriteLine($"  single values of change in {erasure.Results} stored analyses, and the researcher's reports that draw them");
        Console.WriteLine(erasure.Left.Count == 0 ? "Nothing had left the study that these rows were in." : "Had left the study while these rows were in it, for review on the study's page:");
        foreach (var left in erasure.Left) Console.WriteLine($"  {left.LeftUtc} {left.Kind} {left.What} ({left.Subject})");
        if (!done) Console.WriteLine("To erase, say it again with --confirm.");
        else Console.WriteLine($"{(erasure.Scrubbed ? "The file was written anew and its log emptied." : "The rows are gone, but the log could not be emptied while someone reads; the next erasure does it.")} Backups taken before still hold the rows.");
    }
}
