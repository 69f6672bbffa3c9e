using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes key</c>: keys of partner systems. The secret is printed once and stored nowhere.</summary>
static class KeyCommand
{
    /// <summary>What stands in the audit chain for commands on this machine.</summary>
    public const string Actor = "command line";

    const int MostOverlapHours = 720;

    public static Command Create() => new("key", "Make, list, rotate and revoke the keys that partner systems send data with") { Make(), List(), Rotate(), Revoke() };

    static Command Make()
    {
        var data = Options.Data();
        var name = new Option<string>("--name") { Description = "Whose key it is; never a person's name", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = $"What it may do: {string.Join(", ", Scopes.All)}; may be given several times (default: all that it can)" };
        scopes.AcceptOnlyFromAmong([.. Scopes.All]);
        var study = new Option<string?>("--study") { Description = "The only study that it may see (default: every study)", HelpName = "ID" };
        var district = new Option<string?>("--district") { Description = "The only district of the study (default: every district)", HelpName = "ID" };
        var schools = new Option<string[]>("--school") { Description = "The only school of the study; may be given several times (default: every school)", HelpName = "ID" };
        var days = new Option<int>("--days") { Description = "How long it holds", DefaultValueFactory = _ => 365 };
        name.Validators.Add(given => { if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string>())) given.AddError("--name is empty: say whose key it is."); });
        days.Validators.Add(given => { if (given.GetValueOrDefault<int>() is < 1 or > KeyRequest.MostDays) given.AddError($"--days is a whole number from 1 to {KeyRequest.MostDays}."); });
        var command = new Command("make", "Make a key and print it, this once") { data, name, scopes, study, district, schools, days };
        command.SetAction((parsed, _) =>
        {
            var (places, asked) = (parsed.GetValue(schools) ?? [], parsed.GetValue(scopes) ?? []);
            var limited = parsed.GetValue(district) is not null || places.Length > 0;
            var all = limited ? Scopes.All.Except(Scopes.OfWholeStudies) : Scopes.All;
            return Make(parsed.GetRequiredValue(data), new KeyRequest(parsed.GetRequiredValue(name), asked.Length > 0 ? asked : [.. all], parsed.GetValue(study), parsed.GetValue(district), places, parsed.GetValue(days)));
        });
        return command;
    }

    static Task<int> Make(string data, KeyRequest request) => With(data, async (keys, studies) =>
    {
        var study = request.Study is not null && studies.Find(Domain.Access.Actor.OnThisMachine(Actor), request.Study) is { } stored ? studies.Read(stored) : null;
        var faults = request.Faults(study);
        foreach (var fault in faults) await Console.Error.WriteLineAsync($"{fault.Reason} [{fault.Code}]");
        if (faults.Count > 0) return ExitCode.Refused;
        return Print(await keys.Create(request, Actor));
    });

    static int Print(NewApiKey key)
    {
        Console.Error.WriteLine($"Key {key.Id}, until {key.ExpiresUtc:yyyy-MM-dd}. It is shown this once; send it as 'Authorization: Bearer ...'.");
        Console.WriteLine(key.Token);
        return ExitCode.Done;
    }

    static Command List()
    {
        var data = Options.Data();
        var command = new Command("list", "List keys, without their secrets") { data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), (keys, _) =>
        {
            foreach (var key in keys.All())
                Console.WriteLine($"{key.Id}  {key.Name}  {key.Scopes}  {Where(key)}  {(key.RevokedUtc is { } revoked ? $"revoked {revoked}" : $"until {key.ExpiresUtc}")}  {(key.LastUsedUtc is { } used ? $"last used {used}" : "never used")}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    static string Where(ApiKeyInfo key) => key.Study is null ? "every study" : string.Join(' ', new[] { key.Study, key.District, key.Schools }.Where(p => p is not null));

    static Command Rotate()
    {
        var data = Options.Data();
        var id = Id();
        var overlap = new Option<int>("--overlap") { Description = $"For how many hours the old secret still opens, 0 to {MostOverlapHours} (default: 0, it ends at once)", HelpName = "HOURS" };
        overlap.Validators.Add(given => { if (given.GetValueOrDefault<int>() is < 0 or > MostOverlapHours) given.AddError($"--overlap is a whole number of hours from 0 to {MostOverlapHours}."); });
        var command = new Command("rotate", "Give a key another secret and print it, this once; what it may do, and until when, stays") { data, id, overlap };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async (keys, _) =>
        {
            if (await keys.Rotate(parsed.GetRequiredValue(id), TimeSpan.FromHours(parsed.GetValue(overlap)), Actor) is { } key) return Print(key);
            await Console.Error.WriteLineAsync("There is no such key, or it has expired or was revoked: make a new one with 'outcomes key make'.");
            return ExitCode.Failed;
        }));
        return command;
    }

    static Command Revoke()
    {
        var data = Options.Data();
        var id = Id();
        var command = new Command("revoke", "End a key now") { data, id };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async (keys, _) =>
        {
            if (await keys.Revoke(parsed.GetRequiredValue(id), Actor)) return ExitCode.Done;
            await Console.Error.WriteLineAsync("There is no such key, or it was revoked before.");
            return ExitCode.Failed;
        }));
        return command;
    }

    static Argument<string> Id() => new("id") { Description = "As 'outcomes key list' shows it" };

    static async Task<int> With(string data, Func<ApiKeyStore, StudyStore, Task<int>> work)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        return await work(new ApiKeyStore(database, writer), new StudyStore(database, writer, new InstrumentStore(database, writer)));
    }
}
