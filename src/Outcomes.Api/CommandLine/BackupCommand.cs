using System.CommandLine;
using System.Globalization;
using Outcomes.Data;
using Outcomes.Data.Backups;
using Outcomes.Domain.Backups;
using Outcomes.Jobs.Analyses;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes backup</c>, <c>restore</c> and <c>drill</c>: one file out while the system runs, and back into an empty place.</summary>
static class BackupCommand
{
    public static Command CreateBackup()
    {
        var (file, data) = (BackupFile("Where to write the backup; nothing may be there"), Options.ExistingData());
        var command = new Command("backup", "Write all data into one file, checked and with a checksum, while the system runs") { file, data };
        command.SetAction(parsed =>
        {
            using var database = Database.Open(parsed.GetRequiredValue(data), TimeProvider.System);
            return Said("Backed up", Backup.Take(database, parsed.GetRequiredValue(file), AnalysisEngine.Version));
        });
        return command;
    }

    public static Command CreateRestore()
    {
        var (file, data) = (BackupFile("A file that 'outcomes backup' wrote"), Options.Data());
        var command = new Command("restore", "Put a backup into an empty directory, after checking it") { file, data };
        command.SetAction(parsed => Said("Restored", Backup.Restore(parsed.GetRequiredValue(file), parsed.GetRequiredValue(data))));
        return command;
    }

    public static Command CreateDrill()
    {
        var file = BackupFile("A file that 'outcomes backup' wrote");
        var command = new Command("drill", "Practise the emergency: restore a backup to a throw-away place and compare rows and audit chain") { file };
        command.SetAction(parsed => Said("Restored, compared and removed again", Backup.Drill(parsed.GetRequiredValue(file))));
        return command;
    }

    static Argument<string> BackupFile(string what) => new("FILE") { Description = what };

    static int Said(string done, BackupManifest manifest)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done}: {manifest.Rows.Values.Sum()} rows in {manifest.Rows.Count} tables as of {manifest.TakenUtc:yyyy-MM-dd HH:mm:ss} UTC; audit chain whole up to number {manifest.AuditNumber}."));
        if (manifest.KeysNeeded is { Count: > 0 } keys)
            Console.WriteLine($"The key file of id {string.Join(", ", keys)} ({Outcomes.Data.Accounts.KeyFile.DefaultName}, or what OUTCOMES_KEY_FILE names) is never in a backup, and a restored system starts with it only: keep a copy of it apart.");
        return ExitCode.Done;
    }
}
