using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Accounts;
using Outcomes.Jobs;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes protection-key</c>: the key file that seals what protects cookies and one-time-code secrets; while the system is stopped.</summary>
static class ProtectionKeyCommand
{
    public static Command Create() => new("protection-key", "Change the key file, or go on without one that is lost; the system must be stopped") { Rotate(), Forget() };

    static Command Rotate()
    {
        var data = Options.ExistingData();
        var command = new Command("rotate", "Make a new key, seal everything with it, and drop the old one; older backups still need the old one, so keep that copy as long as them") { data };
        command.SetAction((parsed, _) => Stopped(parsed.GetRequiredValue(data), async (database, writer) =>
        {
            var file = KeyFile.Open(new HostSettings(parsed.GetRequiredValue(data)).KeyFile, parsed.GetRequiredValue(data), mayMake: !ProtectionKeyStore.AnySealed(database));
            ProtectionKeyStore.RequireOpened(database, file);
            var renewed = file.WithNewKey();
            await new ProtectionKeyStore(database, writer, renewed).SealAll();
            Console.WriteLine($"{file.Path} holds the key {renewed.WithFirstKeyOnly().Id} now, in place of {file.Id}. Keep a copy of it apart from the backups.");
        }));
        return command;
    }

    static Command Forget()
    {
        var data = Options.ExistingData();
        var command = new Command("forget", "Go on without a key file that is lost for good: everyone signs in again, and authenticator apps must be set up anew (recovery codes and a steward's link still let people in)") { data };
        command.SetAction((parsed, _) => Stopped(parsed.GetRequiredValue(data), async (database, writer) =>
        {
            await ProtectionKeyStore.Forget(database, writer, KeyCommand.Actor);
            Console.WriteLine("Forgotten. The next start makes a new key file.");
        }));
        return command;
    }

    static async Task<int> Stopped(string data, Func<Database, Writer, Task> work)
    {
        using var alone = JobsLock.Take(data);
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        await work(database, writer);
        return ExitCode.Done;
    }
}
