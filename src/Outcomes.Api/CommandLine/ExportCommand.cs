using System.CommandLine;
using Outcomes.Api.Datasets;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Data.Datasets;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes export</c>: a study's dataset as files.</summary>
static class ExportCommand
{
    public static Command Create()
    {
        var (data, study, target) = (Options.Data(), Options.Study(), Options.Out("Where to write the dataset"));
        var purpose = new Option<string>("--purpose") { Description = "research: those who agreed to research; reuse: of those only who agreed to reuse as well", DefaultValueFactory = _ => "research" };
        purpose.AcceptOnlyFromAmong("research", "reuse");
        var command = new Command("export", "Write a study's dataset: CSV files with their schema, a codebook, and scripts that open them") { data, study, target, purpose };
        command.SetAction((parsed, _) => Export(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), parsed.GetRequiredValue(target), parsed.GetRequiredValue(purpose)));
        return command;
    }

    static async Task<int> Export(string data, string study, string target, string purpose)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var instruments = new InstrumentStore(database, writer);
        var datasets = new DatasetWriter(new DatasetStore(database), instruments);
        var actor = Actor.OnThisMachine("command export");
        var known = new StudyStore(database, writer, instruments).Lookup(actor, study)?.Study;
        var (use, faults) = DatasetPurpose.Read(purpose, known);
        if (faults.Count > 0)
        {
            await Console.Error.WriteLineAsync(faults[0].Reason);
            return ExitCode.Refused;
        }
        if (known is not null)
        {
            await new AuditTrail(database, writer).Record(DatasetEndpoints.Exported(actor, study, purpose == "reuse" ? "all-reuse" : "all"));   // on disk before the data leave
            await Task.Run(() => datasets.WriteDirectory(actor, study, target, use));
            Console.WriteLine($"Wrote the dataset of {study} to {target}. Start with README.md there.");
            return ExitCode.Done;
        }
        await Console.Error.WriteLineAsync($"There is no study '{study}' in {data}. Nothing was written.");
        return ExitCode.Failed;
    }
}
