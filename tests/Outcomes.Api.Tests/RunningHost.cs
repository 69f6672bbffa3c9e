using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api;
using Outcomes.Api.Tests.Audit;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;
using Xunit;

namespace Outcomes.Api.Tests;

/// <summary>The real host on 127.0.0.1, with a directory of its own that is deleted with it, and a client that holds a key.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly LogSink _logs;

    RunningHost(WebApplication app, string directory, HttpClient client, Watch watch, LogSink logs) => (_app, DataDirectory, Client, Watch, _logs) = (app, directory, client, watch, logs);

    /// <summary>What must not be seen of this host; looked for in answers as they come, in logs and files at the end.</summary>
    internal Watch Watch { get; }

    public string DataDirectory { get; }

    /// <summary>Sends a key with every scope.</summary>
    public HttpClient Client { get; }

    public WebApplication App => _app;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public Uri Address => Client.BaseAddress!;

    /// <param name="configure">For instance another clock, or jobs that run; by default they do not.</param>
    /// <param name="map">More addresses than the program has.</param>
    public static async Task<RunningHost> Start(Func<HostSettings, HostSettings>? configure = null, Action<WebApplication>? map = null)
    {
        var directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;
        var watch = new Watch();
        var logs = new LogSink(watch);
        var settings = new HostSettings(directory) { RunJobs = false, Logs = logs };
        var app = OutcomesHost.Build(configure?.Invoke(settings) ?? settings);
        map?.Invoke(app);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        watch.IsOf(address);
        watch.Audited = new AuditedAnswers(watch, app.Services.GetRequiredService<Database>());
        var host = new RunningHost(app, directory, WatchedHandler.Client(address), watch, logs);
        await host.UseKey(host.Client, Scopes.All);
        return host;
    }

    /// <summary>A client with a key of these scopes, perhaps of one study only.</summary>
    public async Task<HttpClient> ClientWith(IEnumerable<string> scopes, string? study = null)
    {
        var client = WatchedHandler.Client(Address);
        await UseKey(client, scopes, study);
        return client;
    }

    async Task UseKey(HttpClient client, IEnumerable<string> scopes, string? study = null)
    {
        var key = await Services.GetRequiredService<ApiKeyStore>().Create("test", [.. scopes], study, TimeSpan.FromDays(1), "test");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
    }

    /// <summary>Every row of every table as text: two that are equal show that nothing was changed.</summary>
    public string Dump() => DatabaseDump.Of(Path.Combine(DataDirectory, Database.FileName));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        Watch.LookAtFiles(DataDirectory);   // while the write-ahead log is still beside the database
        AuditedWords.Look(Watch, Path.Combine(DataDirectory, Database.FileName));
        await _app.DisposeAsync();
        _logs.Look();
        Directory.Delete(DataDirectory, recursive: true);
        Assert.True(Watch.Found.Count == 0, string.Join('\n', Watch.Found.Distinct().Take(20)));
    }
}

/// <summary>Reads the file by itself, not through our stores.</summary>
static class DatabaseDump
{
    /// <summary>Not when a key was last used: that is noted some time after the answer, so two dumps would differ by chance.</summary>
    const string KeyColumns = "id, secret_hash, name, scopes, study_id, created_utc, expires_utc, revoked_utc";

    public static string Of(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        return string.Join('\n', tables.Select(t => $"{t}\n{string.Join('\n', Rows(connection, $"SELECT {(t == "api_key" ? KeyColumns : "*")} FROM \"{t}\""))}"));
    }

    public static List<string> Rows(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return Rows(connection, sql);
    }

    static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return rows;
    }
}
