using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Instruments;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes instrument</c>: what may be shown of instruments here, and in which words.</summary>
static class InstrumentCommand
{
    public static Command Create() => new("instrument", "Record an owner's leave to show an instrument, load its words, and give them out again") { List(), Authorise(), End(), Wording(), Export() };

    static Command List()
    {
        var data = Options.ExistingData();
        var command = new Command("list", "List instruments with what their licences allow on paper and on a screen") { data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), stores =>
        {
            foreach (var stored in stores.Instruments.All())
            {
                var d = stores.Instruments.Find(stored.Id, stored.Version)!;
                Console.WriteLine($"{d.Id} {d.Version}  paper {State(stores, d, Medium.Paper)}  screen {State(stores, d, Medium.Screen)}  {d.Title}");
            }
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    static string State(Stores stores, InstrumentDefinition d, Medium medium) =>
        $"{EnumNames<LicenceTerms>.Of(d.Licence.On(medium))} ({(stores.Authorisations.IsOpen(d, medium) ? "open" : "closed")})";

    static Command Authorise()
    {
        var (data, id, version, medium) = (Options.ExistingData(), Id(), Version(), On());
        var reference = new Option<string>("--reference") { Description = "Of the licence, letter or registration: what the owner would ask for", HelpName = "TEXT", Required = true };
        reference.Validators.Add(given => { if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string>())) given.AddError("--reference is empty: name the licence, letter or registration."); });
        var command = new Command("authorise", "Record that the owner lets this site show an instrument") { id, version, medium, reference, data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async stores =>
        {
            if (Find(stores, parsed.GetRequiredValue(id), parsed.GetRequiredValue(version)) is not { } d) return ExitCode.Failed;
            var where = Read(parsed.GetRequiredValue(medium));
            if (d.Licence.On(where) == LicenceTerms.Forbidden) return await Refuse([LicenceGate.Closed(d, where, "medium")]);
            await stores.Authorisations.Record(d.Id, d.Version, where, parsed.GetRequiredValue(reference).Trim(), KeyCommand.Actor);
            Console.WriteLine($"Recorded: {d.Id} {d.Version} may be shown on {parsed.GetRequiredValue(medium)}.");
            return ExitCode.Done;
        }));
        return command;
    }

    static Command End()
    {
        var (data, id, version, medium) = (Options.ExistingData(), Id(), Version(), On());
        var command = new Command("end", "Record that an owner's leave holds no longer; words are not shown from then on") { id, version, medium, data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async stores =>
        {
            if (await stores.Authorisations.End(parsed.GetRequiredValue(id), parsed.GetRequiredValue(version), Read(parsed.GetRequiredValue(medium)), KeyCommand.Actor)) return ExitCode.Done;
            await Console.Error.WriteLineAsync("No leave for this instrument and medium held.");
            return ExitCode.Failed;
        }));
        return command;
    }

    static Command Wording()
    {
        var data = Options.ExistingData();
        var file = new Argument<FileInfo>("file") { Description = "Words of one instrument in one language (docs/how-to/instruments.md)" }.AcceptExistingOnly();
        var command = new Command("wording", "Load an instrument's words in one language") { file, data };
        command.SetAction((parsed, cancel) => With(parsed.GetRequiredValue(data), async stores =>
        {
            var loaded = await stores.Wording.Load(await File.ReadAllBytesAsync(parsed.GetRequiredValue(file).FullName, cancel), KeyCommand.Actor);
            if (loaded.Value is not { } wording) return await Refuse(loaded.Faults);
            Console.WriteLine($"Loaded: {wording.Instrument} {wording.Version} in {wording.Language}.");
            return ExitCode.Done;
        }));
        return command;
    }

    static Command Export()
    {
        var (data, id, version) = (Options.ExistingData(), Id(), Version());
        var language = new Argument<string>("language") { Description = "Language tag" };
        var command = new Command("export", "Print the words that were loaded last") { id, version, language, data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async stores =>
        {
            if (stores.Wording.FindJson(parsed.GetRequiredValue(id), parsed.GetRequiredValue(version), parsed.GetRequiredValue(language)) is { } json)
            {
                Console.WriteLine(json);
                return ExitCode.Done;
            }
            await Console.Error.WriteLineAsync("No words of this instrument were loaded in this language.");
            return ExitCode.Failed;
        }));
        return command;
    }

    static Argument<string> Id() => new("id") { Description = "The instrument's id" };

    static Argument<string> Version() => new("version") { Description = "Its version" };

    static Option<string> On()
    {
        var medium = new Option<string>("--medium") { Description = "screen or paper", Required = true };
        medium.AcceptOnlyFromAmong([.. EnumNames<Medium>.All]);
        return medium;
    }

    static Medium Read(string name) => EnumNames<Medium>.TryRead(name, out var medium) ? medium : throw new ArgumentException($"'{name}' is no medium.", nameof(name));

    static InstrumentDefinition? Find(Stores stores, string id, string version)
    {
        var definition = stores.Instruments.Find(id, version);
        if (definition is null) Console.Error.WriteLine($"There is no instrument {id} {version}; 'outcomes instrument list' shows them all.");
        return definition;
    }

    static async Task<int> Refuse(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults) await Console.Error.WriteLineAsync($"{fault.Field}: {fault.Reason} [{fault.Code}]");
        return ExitCode.Refused;
    }

    sealed record Stores(InstrumentStore Instruments, AuthorisationStore Authorisations, WordingStore Wording);

    static async Task<int> With(string data, Func<Stores, Task<int>> work)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var instruments = new InstrumentStore(database, writer);
        var authorisations = new AuthorisationStore(database, writer);
        return await work(new(instruments, authorisations, new WordingStore(database, writer, instruments, authorisations)));
    }
}
