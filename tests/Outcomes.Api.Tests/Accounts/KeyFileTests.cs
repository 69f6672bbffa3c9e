using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>What protects cookies and one-time-code secrets is sealed with a key that the database and its backups do not hold.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    const string Ring = "<key id=\"1\"><descriptor><masterKey><value>c2VjcmV0IG9mIHRoZSByaW5n</value></masterKey></descriptor></key>";

    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;

    string Default => Path.Combine(_directory, KeyFile.DefaultName);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>A database of the version before, whose ring stands in it as it is.</summary>
    async Task<T> With<T>(Func<Database, Writer, Task<T>> work)
    {
        using var database = Database.Open(_directory, TimeProvider.System);
        using var writer = new Writer(database);
        return await work(database, writer);
    }

    Task<int> StoreInTheClear() => With((database, _) =>
    {
        using var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO protection_key (name, xml, created_utc) VALUES ('key-1', '{Ring}', '2026-11-01T00:00:00.000Z')";
        return Task.FromResult(command.ExecuteNonQuery());
    });

    [Fact]
    public async Task A_ring_that_stood_in_the_clear_is_sealed_at_the_start_and_opens_with_the_file_only()
    {
        await StoreInTheClear();
        await With(async (database, writer) =>
        {
            var store = new ProtectionKeyStore(database, writer, KeyFile.Open(null, _directory, mayMake: true));
            Assert.Equal(1, await store.SealAll());
            Assert.Equal(0, await store.SealAll());
            Assert.Equal([Ring], store.All());
            Assert.DoesNotContain("masterKey", DatabaseDump.Of(database.Path));
            return 0;
        });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Default));
        File.Move(Default, Default + ".away");
        using var database = Database.Open(_directory, TimeProvider.System);
        Assert.Contains("is missing", Assert.Throws<DatabaseRefused>(() => OutcomesHost.Build(new(_directory) { RunJobs = false })).Message);
        var other = KeyFile.Open(Path.Combine(_directory, "other.key"), _directory, mayMake: true);
        Assert.Contains("does not hold", Assert.Throws<DatabaseRefused>(() => ProtectionKeyStore.RequireOpened(database, other)).Message);
    }

    [Fact]
    public async Task A_running_system_seals_its_ring_and_the_browser_that_signed_in_stays_signed_in_after_a_restart()
    {
        await using var host = await RunningHost.Start();
        using var browser = await host.Join("Rosa Steward");
        Assert.NotEmpty(DatabaseDump.Rows(host.Database.Path, "SELECT xml FROM protection_key"));
        Assert.All(DatabaseDump.Rows(host.Database.Path, "SELECT xml FROM protection_key"), xml => Assert.StartsWith("sealed1 ", xml, StringComparison.Ordinal));
        var again = OutcomesHost.Build(new(host.DataDirectory) { RunJobs = false });
        await again.StartAsync(TestContext.Current.CancellationToken);
        using var after = new FormClient(new Uri(again.Urls.First()));
        after.Cookies.Add(browser.Cookies.GetAllCookies());
        Assert.Contains("Signed in as Rosa Steward", await after.Page("/account"));
        await again.StopAsync(TestContext.Current.CancellationToken);
        await again.DisposeAsync();
    }

    [Fact]
    public void A_flipped_byte_another_name_and_a_file_that_others_can_read_are_refused()
    {
        var file = KeyFile.Open(null, _directory, mayMake: true);
        var text = file.Seal("key-1", Ring);
        Assert.Equal(Ring, file.Unseal("key-1", text));
        Assert.ThrowsAny<CryptographicException>(() => file.Unseal("key-2", text));
        var parts = text.Split(' ');
        var bytes = Convert.FromBase64String(parts[2]);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => file.Unseal("key-1", $"{parts[0]} {parts[1]} {Convert.ToBase64String(bytes)}"));
            bytes[i] ^= 1;
        }
        File.SetUnixFileMode(Default, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<DatabaseRefused>(() => KeyFile.Open(null, _directory, mayMake: true)).Message);
        File.WriteAllText(Default, "no key\n");
        File.SetUnixFileMode(Default, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("damaged", Assert.Throws<DatabaseRefused>(() => KeyFile.Open(null, _directory, mayMake: true)).Message);
    }

    [Fact]
    public async Task The_key_is_changed_by_a_command_a_backup_says_which_it_needs_and_a_lost_one_can_be_given_up()
    {
        await StoreInTheClear();
        var rotated = await RunProgram.Outcomes("protection-key", "rotate", "--data", _directory);
        Assert.True(rotated.ExitCode == 0, rotated.Errors);
        var file = KeyFile.Open(null, _directory, mayMake: false);
        Assert.Single(file.Ids);
        await With((database, writer) =>
        {
            Assert.Equal([Ring], new ProtectionKeyStore(database, writer, file).All());
            return Task.FromResult(0);
        });
        var backup = await RunProgram.Outcomes("backup", Path.Combine(_directory, "b.zip"), "--data", _directory);
        Assert.Contains($"The key file of id {file.Id}", backup.Output);
        Assert.DoesNotContain(File.ReadAllText(Default).Trim(), backup.Output + rotated.Output);
        using (var zip = System.IO.Compression.ZipFile.OpenRead(Path.Combine(_directory, "b.zip"))) Assert.DoesNotContain(zip.Entries, e => e.Name.EndsWith(".key", StringComparison.Ordinal));

        File.Delete(Default);
        var forgotten = await RunProgram.Outcomes("protection-key", "forget", "--data", _directory);
        Assert.True(forgotten.ExitCode == 0, forgotten.Errors);
        await using var app = OutcomesHost.Build(new(_directory) { RunJobs = false });
    }
}
