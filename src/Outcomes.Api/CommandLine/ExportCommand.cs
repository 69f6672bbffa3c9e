using System.CommandLine;
using Outcomes.Api.Datasets;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Data.Datasets;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes export</c>: a study's dataset as files.</summary>
static class ExportCommand
{
    public static Command Create()
    {
        var (data, study, target) = (Options.Data(), Options.Study(), Options.Out("Where to write the dataset"));
        var command = new Command("export", "Write a study's dataset: CSV files with their schema, a codebook, and scripts that open them") { data, study, target };
        command.SetAction((parsed, _) => Export(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), parsed.GetRequiredValue(target)));
        return command;
    }

    static async Task<int> Export(string data, string study, string target)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var datasets = new DatasetWriter(new DatasetStore(database), new InstrumentStore(database, writer));
        var actor = Actor.OnThisMachine("command export");
        if (await Task.Run(() => datasets.WriteDirectory(actor, study, target)))
        {
            await new AuditTrail(database, writer).Record(DatasetEndpoints.Exported(actor, study, "all"));
            Console.WriteLine($"Wrote the dataset of {study} to {target}. Start with README.md there.");
            return ExitCode.Done;
        }
        await Console.Error.WriteLineAsync($"There is no study '{study}' in {data}. Nothing was written.");
        return ExitCode.Failed;
    }
}
