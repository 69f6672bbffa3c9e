using System.CommandLine;
using Outcomes.Api.Synthetic;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Synthetic;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes synth</c>: a made-up study with a known truth, to rehearse an analysis on before there are data.</summary>
static class SynthCommand
{
    public const ulong DefaultSeed = 20250813;

    public static Command Create()
    {
        var directory = Options.Out("Where to write study.json, participants, sessions, assessments and truth.json");
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same bytes on every machine", DefaultValueFactory = _ => DefaultSeed };
        var command = new Command("synth", "Make a synthetic tele-music study of 24 schools, in files that 'import' takes in") { directory, seed };
        command.SetAction(async (parsed, cancel) =>
        {
            await Write(parsed.GetRequiredValue(directory), parsed.GetValue(seed), cancel);
            return ExitCode.Done;
        });
        return command;
    }

    public static async Task Write(string directory, ulong seed, CancellationToken cancel)
    {
        var study = SyntheticStudy.Create(new SyntheticSettings { Seed = seed }, InstrumentCatalogue.BuiltIn.All);
        var rows = await SyntheticFiles.Write(study, directory, cancel: cancel);
        Console.WriteLine($"Made a synthetic study with seed {seed}: {rows} rows in {directory}. truth.json says what an analysis should find.");
    }
}
