using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Backups;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Backups;

public sealed class BackupTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-backup-").FullName;

    string FileOf(string name) => Path.Combine(_directory, name);

    [Fact]
    public async Task A_backup_taken_while_others_write_holds_every_receipt_whole_and_comes_back_equal()
    {
        var (host, _) = await Started();
        await using var running = host;
        using var end = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 4).Select(s => Send(host, s, end.Token)).ToList();
        while (Count(host.DataDirectory, "receipt") < 20) await Task.Delay(5, TestContext.Current.CancellationToken);
        var acknowledged = senders.Sum(s => s.Sent);
        var manifest = Backup.Take(host.Database, FileOf("one.zip"), "test");
        await end.CancelAsync();
        await Task.WhenAll(senders.Select(s => s.Work));

        Assert.True(manifest.Rows["participant"] >= 2 + acknowledged);
        Backup.Restore(FileOf("one.zip"), FileOf("restored"));
        Assert.Equal(manifest.Rows["participant"], Count(FileOf("restored"), "participant"));
        Assert.Empty(DatabaseDump.Rows(Path.Combine(FileOf("restored"), Database.FileName),
            "SELECT r.id FROM receipt r WHERE kind = 'participants' AND row_count <> (SELECT COUNT(*) FROM participant p WHERE p.receipt_id = r.id)"));

        // Now that nobody writes: the same in every table, byte for byte.
        Backup.Take(host.Database, FileOf("two.zip"), "test");
        Backup.Restore(FileOf("two.zip"), FileOf("again"));
        Assert.Equal(host.Dump(), DatabaseDump.Of(Path.Combine(FileOf("again"), Database.FileName)));
    }

    [Fact]
    public async Task A_restored_system_goes_on_where_the_backup_was_taken()
    {
        var (host, _) = await Started();
        await using (host) Backup.Take(host.Database, FileOf("b.zip"), "test");
        Assert.Equal(0, (await RunProgram.Outcomes("restore", FileOf("b.zip"), "--data", FileOf("there"))).ExitCode);
        using var database = Database.Open(FileOf("there"), TimeProvider.System);
        using var writer = new Writer(database);
        var key = await new Outcomes.Data.Access.ApiKeyStore(database, writer).Create("after", ["data:read"], null, TimeSpan.FromDays(1), "test");
        Assert.NotEmpty(key.Token);
        Assert.Null(Outcomes.Data.Audit.AuditStore.FirstBreak(database));
    }

    [Fact]
    public async Task The_commands_say_what_they_did_and_a_drill_leaves_nothing_behind()
    {
        var (host, _) = await Started();
        await using var running = host;
        var backup = await RunProgram.Outcomes("backup", FileOf("b.zip"), "--data", host.DataDirectory);
        Assert.True(backup.ExitCode == 0, backup.Errors);
        Assert.Contains("audit chain whole", backup.Output);
        Assert.Equal(["b.zip"], Directory.EnumerateFileSystemEntries(_directory).Select(Path.GetFileName));
        var drill = await RunProgram.Outcomes("drill", FileOf("b.zip"));
        Assert.True(drill.ExitCode == 0, drill.Errors);
        Assert.Contains("compared", drill.Output);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_wherever_it_was_damaged_and_leaves_nothing_behind()
    {
        var (host, _) = await Started();
        await using (host) Backup.Take(host.Database, FileOf("b.zip"), "test");
        var sound = await File.ReadAllBytesAsync(FileOf("b.zip"), TestContext.Current.CancellationToken);
        var random = new Random(20261122);
        for (var i = 0; i < 200; i++)
        {
            var damaged = sound.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(FileOf("damaged.zip"), damaged, TestContext.Current.CancellationToken);
            Damaged(i);
        }
        await File.WriteAllBytesAsync(FileOf("damaged.zip"), sound[..(sound.Length / 2)], TestContext.Current.CancellationToken);
        Assert.Throws<BackupRefused>(() => Backup.Drill(FileOf("damaged.zip")));
    }

    /// <remarks>A zip has bytes that mean nothing (times, versions): then what comes back must be what went in.</remarks>
    void Damaged(int attempt)
    {
        var place = FileOf($"place{attempt}");
        try
        {
            Backup.Restore(FileOf("damaged.zip"), place);
            Backup.Restore(FileOf("b.zip"), FileOf($"sound{attempt}"));
            Assert.Equal(DatabaseDump.Of(Path.Combine(FileOf($"sound{attempt}"), Database.FileName)), DatabaseDump.Of(Path.Combine(place, Database.FileName)));
        }
        catch (BackupRefused) { Assert.Empty(Directory.EnumerateFileSystemEntries(place)); }
    }

    [Fact]
    public async Task A_backup_of_which_rows_are_missing_or_changed_is_refused()
    {
        var (host, _) = await Started();
        await using (host) Backup.Take(host.Database, FileOf("b.zip"), "test");
        foreach (var sql in new[] { "DELETE FROM session", "DELETE FROM participant WHERE pseudonym = 'S2-001'", "UPDATE audit SET event = replace(event, 'study', 'Study') WHERE number = 2" })
        {
            Rewrite(FileOf("b.zip"), FileOf("changed.zip"), sql);
            Assert.Throws<BackupRefused>(() => Backup.Drill(FileOf("changed.zip")));
        }
    }

    [Fact]
    public async Task A_backup_never_takes_the_place_of_a_file_nor_goes_where_data_are()
    {
        var (host, _) = await Started();
        await using var running = host;
        await File.WriteAllTextAsync(FileOf("mine.zip"), "mine", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await RunProgram.Outcomes("backup", FileOf("mine.zip"), "--data", host.DataDirectory)).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(FileOf("mine.zip"), TestContext.Current.CancellationToken));
        Backup.Take(host.Database, FileOf("b.zip"), "test");
        var before = host.Dump();
        var refused = await RunProgram.Outcomes("restore", FileOf("b.zip"), "--data", host.DataDirectory);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("not empty", refused.Errors);
        Assert.Equal(before, host.Dump());
        Assert.Equal(2, (await RunProgram.Outcomes("backup", FileOf("c.zip"), "--data", FileOf("nothing-here"))).ExitCode);
        Assert.False(Directory.Exists(FileOf("nothing-here")));
    }

    sealed class Sender { public int Sent; public Task Work = Task.CompletedTask; }

    static Sender Send(RunningHost host, int number, CancellationToken end)
    {
        var sender = new Sender();
        sender.Work = Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                (await host.Send("participants", Json(Participant($"B{number}-{i:00000}")))).EnsureSuccessStatusCode();
                sender.Sent++;
            }
        }, CancellationToken.None);
        return sender;
    }

    static long Count(string data, string table) =>
        long.Parse(DatabaseDump.Rows(Path.Combine(data, Database.FileName), $"SELECT COUNT(*) FROM {table}").Single(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As someone would who changes the data and mends the checksum too.</summary>
    static void Rewrite(string source, string target, string sql)
    {
        File.Copy(source, target, overwrite: true);
        var database = target + ".db";
        using (var zip = ZipFile.OpenRead(source)) zip.GetEntry(Database.FileName)!.ExtractToFile(database, overwrite: true);
        using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA foreign_keys = OFF; {sql}";
            command.ExecuteNonQuery();
        }
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(database)));
        using var changed = ZipFile.Open(target, ZipArchiveMode.Update);
        string manifest;
        using (var reader = new StreamReader(changed.GetEntry("manifest.json")!.Open())) manifest = reader.ReadToEnd();
        changed.GetEntry("manifest.json")!.Delete();
        changed.GetEntry(Database.FileName)!.Delete();
        var old = System.Text.Json.Nodes.JsonNode.Parse(manifest)!;
        old["sha256"] = sha;
        using (var writer = new StreamWriter(changed.CreateEntry("manifest.json").Open())) writer.Write(old.ToJsonString());
        changed.CreateEntryFromFile(database, Database.FileName);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
