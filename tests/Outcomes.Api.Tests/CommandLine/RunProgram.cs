using System.Diagnostics;

namespace Outcomes.Api.Tests.CommandLine;

/// <summary>What a run of the built program printed, and how it ended.</summary>
sealed record Ran(int ExitCode, string Output, string Errors);

/// <summary>The built program as a process of its own, as a person runs it.</summary>
static class RunProgram
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task<Ran> Outcomes(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "outcomes.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new Ran(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
