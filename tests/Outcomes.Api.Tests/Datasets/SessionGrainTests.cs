using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Connections;
using Outcomes.Data.Sessions;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Connections;
using Outcomes.Domain.Sessions;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Datasets;

/// <summary>What was done in sessions and how they came over is in the dataset, as coded and as described.</summary>
public sealed class SessionGrainTests
{
    static async Task<RunningHost> Recorded()
    {
        var (host, session) = await Started();
        var book = host.Services.GetRequiredService<SessionBook>();
        AuditEvent Audit(string action) => new("test", action, session.ToString("D"), Id);
        foreach (var tradition in new[] { MusicalTradition.Jazz, MusicalTradition.FolkLocal })
            await book.Record(Id, session, NewId(), new SessionRecord(true, true, "es", tradition, [Activity.Singing, Activity.Listening],
                [new(12, MusicalElement.Tempo, MusicalChange.Down), new(3, MusicalElement.Mode, MusicalChange.Up)], [new(AdaptationKind.Pace, Proposer.Student)], [OtherTherapy.Mindfulness],
                new Dictionary<FidelityHead, FidelityMark> { [FidelityHead.Mode] = FidelityMark.Partly }), Audit("session_recorded"));
        var stored = book.Find(Actor.OnThisMachine("test"), Id, session)!;
        Assert.Empty(await book.Update(Actor.OnThisMachine("test"), Id, stored.Session with { Transmission = new(30, 2, 0.1, 0.5) }, stored.ContentHash, "transmission", Audit("session_transmission_imported"), new TransmissionSummary(new(30, 2, 0.1, 0.5), "opus/48000", 96.5, 1800)));
        await host.Services.GetRequiredService<ConnectionStore>().Record(Id, new ConnectionCheck(NewId(), "s1", 40.5, 3, 0, 20_000, 5_000), Audit("connection_checked"));
        return host;
    }

    static async Task<List<string>> Rows(RunningHost host, string grain)
    {
        var answer = await host.Client.GetAsync($"api/v1/studies/{Id}/dataset/{grain}.csv");
        var rows = PackageValidator.Csv(await answer.Content.ReadAsStringAsync());
        return [.. rows.Skip(1).Select(r => string.Join('|', rows[0].Zip(r).Where(c => c.First is not ("session" or "check" or "recorded_utc" or "imported_utc" or "measured_utc") && c.Second is not ("false" or "")).Select(c => $"{c.First}={c.Second}")))];
    }

    [Fact]
    public async Task The_latest_record_counts_with_its_time_line_its_adaptations_and_the_connection()
    {
        await using var host = await Recorded();
        Assert.Equal(["therapist_present=true|educator_trained=true|language=es|tradition=folk_local|activity_listening=true|activity_singing=true|other_mindfulness=true|fidelity_mode=partly"], await Rows(host, "session_records"));
        Assert.Equal(["number=1|minute=3|element=mode|change=up", "number=2|minute=12|element=tempo|change=down"], await Rows(host, "session_events"));
        Assert.Equal(["number=1|kind=pace|proposed_by=student"], await Rows(host, "session_adaptations"));
        Assert.Equal(["codec=opus/48000|bitrate_kbps=96.5|seconds=1800"], await Rows(host, "transmissions"));
        Assert.Equal(["school=s1|rtt_ms=40.5|jitter_ms=3|late_pct=0|down_kbps=20000|up_kbps=5000"], await Rows(host, "connection_checks"));
    }

    [Fact]
    public async Task The_package_describes_each_of_their_cells()
    {
        await using var host = await Recorded();
        var folder = Path.Combine(host.DataDirectory, "dataset");
        using (var zip = new ZipArchive(await host.Client.GetStreamAsync($"api/v1/studies/{Id}/dataset.zip"))) zip.ExtractToDirectory(folder);
        Assert.Empty(PackageValidator.Problems(folder));
        Assert.Contains("session_records,activity_singing", await File.ReadAllTextAsync(Path.Combine(folder, "codebook.csv"), TestContext.Current.CancellationToken));
        Directory.Delete(folder, recursive: true);
    }
}
