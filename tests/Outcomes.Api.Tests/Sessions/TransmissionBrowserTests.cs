using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Sessions;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Sessions;

/// <summary>A real call between two ends in a real browser, its statistics saved and sent as a therapist does.</summary>
public sealed class TransmissionBrowserTests
{
    /// <summary>A tone over a connection to itself, with a report twice a second until two seconds of sound have come over.</summary>
    const string Call =
        """
        async () => {
          const audio = new AudioContext();
          const tone = audio.createOscillator(), line = audio.createMediaStreamDestination();
          tone.connect(line); tone.start();
          const here = new RTCPeerConnection(), there = new RTCPeerConnection();
          here.onicecandidate = (e) => e.candidate && there.addIceCandidate(e.candidate);
          there.onicecandidate = (e) => e.candidate && here.addIceCandidate(e.candidate);
          there.ontrack = (e) => { const player = new Audio(); player.srcObject = e.streams[0]; player.muted = true; player.play(); };
          here.addTrack(line.stream.getTracks()[0], line.stream);
          await here.setLocalDescription(); await there.setRemoteDescription(here.localDescription);
          await there.setLocalDescription(); await here.setRemoteDescription(there.localDescription);
          const reports = [];
          const heard = () => (reports.at(-1) ?? []).some((s) => s.type === "inbound-rtp" && s.totalSamplesReceived > 96000);
          for (let i = 0; i < 60 && !heard(); i++) {
            await new Promise((resolve) => setTimeout(resolve, 500));
            reports.push([...(await there.getStats()).values()]);
          }
          here.close(); there.close();
          return JSON.stringify(reports);
        }
        """;

    [Fact]
    public async Task The_statistics_of_a_call_become_a_summary_and_the_dump_is_kept_nowhere()
    {
        var (host, session) = await Started();
        await using var _host = host;
        await using var therapist = await host.InBrowser(new RoleGrant(Role.Therapist, Id, School: "s1"));
        var page = therapist.Page;
        await page.GotoAsync($"/studies/{Id}/sessions/{session}");
        var dump = await page.EvaluateAsync<string>(Call);
        Assert.Contains("\"candidate", dump);
        await page.Locator("#dump").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "call.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(dump) });
        await page.Locator("#dump").PressAsync("Tab");
        await therapist.Keys("Enter");
        await page.GetByText("The connection is summed up below").WaitForAsync();
        await therapist.Picture("session-transmission");
        var stored = host.Services.GetRequiredService<SessionBook>().Find(Actor.OnThisMachine("test"), Id, session)!;
        Assert.StartsWith("audio/opus 48000/2", stored.Codec);
        Assert.True(stored.BitrateKbps > 1 && stored.Seconds > 0);
        Assert.InRange(stored.Session.Transmission!.LossPct!.Value, 0, 100);
        Assert.InRange(stored.Session.Transmission.RttMs!.Value, 0, 1000);
        Assert.Equal("transmission", Assert.Single(stored.Revisions).Reason);
        Assert.DoesNotContain("candidate", host.Dump());
    }

    [Fact]
    public async Task A_file_that_is_none_is_told_at_its_field()
    {
        var (host, session) = await Started();
        await using var _host = host;
        await using var therapist = await host.InBrowser(new RoleGrant(Role.Therapist, Id, School: "s1"));
        therapist.Expected = fault => fault.Contains("422", StringComparison.Ordinal);
        await therapist.Page.GotoAsync($"/studies/{Id}/sessions/{session}");
        await therapist.Page.Locator("#dump").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "Maria was sad"u8.ToArray() });
        await therapist.Page.Locator("#dump").PressAsync("Tab");
        await therapist.Keys("Enter");
        await therapist.Page.Locator("#dump-fault").WaitForAsync();
        Assert.DoesNotContain("Maria", host.Dump());
    }
}
