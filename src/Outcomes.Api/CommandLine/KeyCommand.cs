using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes key</c>: keys of partner systems. The secret is printed once and stored nowhere.</summary>
static class KeyCommand
{
    /// <summary>What stands in the audit chain for commands on this machine.</summary>
    public const string Actor = "command line";

    const int MostDays = 3650;

    public static Command Create() => new("key", "Make, list and revoke the keys that partner systems send data with") { Make(), List(), Revoke() };

    static Command Make()
    {
        var data = Options.Data();
        var name = new Option<string>("--name") { Description = "Whose key it is; never a person's name", Required = true };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may do: {string.Join(", ", Scopes.All)}; may be given several times (default: all)",
            DefaultValueFactory = _ => [.. Scopes.All],
        };
        scopes.AcceptOnlyFromAmong([.. Scopes.All]);
        var study = new Option<string?>("--study") { Description = "The only study that it may see (default: every study)", HelpName = "ID" };
        var days = new Option<int>("--days") { Description = "How long it holds", DefaultValueFactory = _ => 365 };
        name.Validators.Add(given => { if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string>())) given.AddError("--name is empty: say whose key it is."); });
        days.Validators.Add(given => { if (given.GetValueOrDefault<int>() is < 1 or > MostDays) given.AddError($"--days is a whole number from 1 to {MostDays}."); });
        var command = new Command("make", "Make a key and print it, this once") { data, name, scopes, study, days };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async keys =>
        {
            var key = await keys.Create(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), parsed.GetValue(study), TimeSpan.FromDays(parsed.GetValue(days)), Actor);
            Console.Error.WriteLine($"Key {key.Id}, until {key.ExpiresUtc:yyyy-MM-dd}. It is shown this once; send it as 'Authorization: Bearer ...'.");
            Console.WriteLine(key.Token);
            return ExitCode.Done;
        }));
        return command;
    }

    static Command List()
    {
        var data = Options.Data();
        var command = new Command("list", "List keys, without their secrets") { data };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), keys =>
        {
            foreach (var key in keys.All())
                Console.WriteLine($"{key.Id}  {key.Name}  {key.Scopes}  {key.Study ?? "every study"}  {(key.RevokedUtc is { } revoked ? $"revoked {revoked}" : $"until {key.ExpiresUtc}")}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    static Command Revoke()
    {
        var data = Options.Data();
        var id = new Argument<string>("id") { Description = "As 'outcomes key list' shows it" };
        var command = new Command("revoke", "End a key now") { data, id };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), async keys =>
        {
            if (await keys.Revoke(parsed.GetRequiredValue(id), Actor)) return ExitCode.Done;
            await Console.Error.WriteLineAsync("There is no such key, or it was revoked before.");
            return ExitCode.Failed;
        }));
        return command;
    }

    static async Task<int> With(string data, Func<ApiKeyStore, Task<int>> work)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        return await work(new ApiKeyStore(database, writer));
    }
}
