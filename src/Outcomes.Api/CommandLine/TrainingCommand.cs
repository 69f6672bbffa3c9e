using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Trainings;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes training</c>: the training that a study has written for its educators and therapists.</summary>
static class TrainingCommand
{
    public static Command Create() => new("training", "Load a study's training for educators and therapists") { Load() };

    static Command Load()
    {
        var (data, study) = (Options.ExistingData(), Options.Study());
        var file = new Argument<FileInfo>("file") { Description = "Pages and questions (docs/how-to/training.md)" }.AcceptExistingOnly();
        var command = new Command("load", "Load a training; it is the one that is taken from then on") { file, study, data };
        command.SetAction(async (parsed, cancel) =>
        {
            using var database = Database.Open(parsed.GetRequiredValue(data), TimeProvider.System);
            using var writer = new Writer(database);
            var loaded = await new TrainingStore(database, writer).Load(await File.ReadAllBytesAsync(parsed.GetRequiredValue(file).FullName, cancel), parsed.GetRequiredValue(study), KeyCommand.Actor);
            if (loaded.Value is { } training)
            {
                Console.WriteLine($"Loaded: training {training.Version} with {training.Pages.Count} pages and {training.Questions} questions.");
                return ExitCode.Done;
            }
            foreach (var fault in loaded.Faults) await Console.Error.WriteLineAsync($"{fault.Field}: {fault.Reason} [{fault.Code}]");
            return ExitCode.Refused;
        });
        return command;
    }
}
