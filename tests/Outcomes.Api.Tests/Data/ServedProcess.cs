using System.Diagnostics;
using System.Net.Http.Headers;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Tests.Data;

/// <summary>The program as it is run, in a process of its own that can be killed.</summary>
sealed class ServedProcess : IDisposable
{
    readonly Process _process;

    ServedProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    /// <param name="before">A command that runs the program, with its arguments; none runs it directly.</param>
    public static async Task<ServedProcess> Start(string dataDirectory, params string[] before)
    {
        var token = await Key(dataDirectory);
        var command = before.Concat(["dotnet", Path.Combine(AppContext.BaseDirectory, "outcomes.dll"), "serve", "--data", dataDirectory, "--urls", "http://127.0.0.1:0"]).ToList();
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The program ended at once.");
        var address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ServedProcess(process, client);
    }

    /// <summary>SIGKILL: nothing in the process runs after it.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    static async Task<string> Key(string dataDirectory)
    {
        using var database = Database.Open(dataDirectory, TimeProvider.System);
        using var writer = new Writer(database);
        return (await new ApiKeyStore(database, writer).Create("test", [.. Scopes.All], null, TimeSpan.FromDays(1), "test")).Token;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        Client.Dispose();
        _process.Dispose();
    }
}
