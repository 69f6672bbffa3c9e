using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Domain.Access;
using Outcomes.Jobs.Reports;
using Xunit;

namespace Outcomes.Api.Tests.Reports;

/// <summary>The real study, analysed and printed by a real browser, for the tests that only read it.</summary>
public sealed class PrintedStudy : IAsyncLifetime
{
    public const string Study = "state-anxiety";
    public static readonly string[] Audiences = ["board", "researcher"], Formats = ["html", "pdf", "json"];

    public RunningHost Host { get; private set; } = null!;

    public static HostSettings Settings(HostSettings settings) => Analysing.Settings(settings) with { Browser = null };

    public async ValueTask InitializeAsync()
    {
        Host = await RunningHost.Start(Settings);
        await Host.SendExample(Study);
        foreach (var audience in Audiences) await Host.Report(Study, $"{audience}.pdf");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

static class Reporting
{
    /// <summary>The report as soon as there is one.</summary>
    public static Task<byte[]> Report(this RunningHost host, string study, string name) => Analysing.Until(async () =>
        await host.Client.GetAsync($"api/v1/studies/{study}/reports/{name}") is { IsSuccessStatusCode: true } made ? await made.Content.ReadAsByteArrayAsync() : null);

    public static Task<IReadOnlyList<ReportCheck>> Verify(this RunningHost host, byte[] file) =>
        host.Services.GetRequiredService<VerifyReport>().Run(Actor.OnThisMachine("test"), file, CancellationToken.None);

    public static string Lines(this IEnumerable<ReportCheck> checks) => string.Join('\n', checks.Select(c => $"{c.Part} {c.Verdict} {c.Reason}"));

    /// <summary>The parts that do not match.</summary>
    public static IEnumerable<string> Found(this IEnumerable<ReportCheck> checks) => checks.Where(c => c.Verdict != CheckVerdict.Matches).Select(c => $"{c.Part} {c.Verdict} {c.Reason}");
}
