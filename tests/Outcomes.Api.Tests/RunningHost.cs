using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Tests;

/// <summary>The real host on 127.0.0.1, with a directory of its own that is deleted with it, and a client that holds a key.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    readonly WebApplication _app;

    RunningHost(WebApplication app, string directory, HttpClient client) => (_app, DataDirectory, Client) = (app, directory, client);

    public string DataDirectory { get; }

    /// <summary>Sends a key with every scope.</summary>
    public HttpClient Client { get; }

    public WebApplication App => _app;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public Uri Address => Client.BaseAddress!;

    /// <param name="configure">For instance another clock, or jobs that run; by default they do not.</param>
    public static async Task<RunningHost> Start(Func<HostSettings, HostSettings>? configure = null)
    {
        var directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;
        var settings = new HostSettings(directory) { RunJobs = false };
        var app = OutcomesHost.Build(configure?.Invoke(settings) ?? settings);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = new RunningHost(app, directory, new HttpClient { BaseAddress = address });
        await host.UseKey(host.Client, Scopes.All);
        return host;
    }

    /// <summary>A client with a key of these scopes, perhaps of one study only.</summary>
    public async Task<HttpClient> ClientWith(IEnumerable<string> scopes, string? study = null)
    {
        var client = new HttpClient { BaseAddress = Address };
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
        await _app.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

/// <summary>Reads the file by itself, not through our stores.</summary>
static class DatabaseDump
{
    public static string Of(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        return string.Join('\n', tables.Select(t => $"{t}\n{string.Join('\n', Rows(connection, $"SELECT * FROM \"{t}\""))}"));
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
