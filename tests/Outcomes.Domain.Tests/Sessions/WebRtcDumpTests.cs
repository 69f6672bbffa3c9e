using System.Text;
using Outcomes.Domain.Sessions;
using Xunit;

namespace Outcomes.Domain.Tests.Sessions;

/// <summary>Dumps of WebRTC statistics, small enough to be summed up by hand.</summary>
public sealed class WebRtcDumpTests
{
    const string Reports =
        """
        [
          [ { "id": "I1", "type": "inbound-rtp", "kind": "audio", "timestamp": 1000, "codecId": "C1", "packetsReceived": 50, "packetsLost": 0, "jitter": 0.002, "bytesReceived": 4000, "totalSamplesReceived": 48000, "concealedSamples": 0 },
            { "id": "P1", "type": "candidate-pair", "timestamp": 1000, "currentRoundTripTime": 0.040, "totalRoundTripTime": 0.040, "responsesReceived": 1, "bytesReceived": 5000 },
            { "id": "C1", "type": "codec", "mimeType": "audio/opus", "clockRate": 48000, "channels": 2, "sdpFmtpLine": "minptime=10;useinbandfec=1" },
            { "id": "L1", "type": "local-candidate", "address": "192.168.77.31", "timestamp": 1000 } ],
          { "I1": { "id": "I1", "type": "inbound-rtp", "kind": "audio", "timestamp": 11000, "codecId": "C1", "packetsReceived": 485, "packetsLost": 15, "jitter": 0.006, "bytesReceived": 104000, "totalSamplesReceived": 480000, "concealedSamples": 4800 },
            "V1": { "id": "V1", "type": "inbound-rtp", "kind": "video", "timestamp": 11000, "packetsReceived": 10, "packetsLost": 90, "jitter": 9 },
            "P1": { "id": "P1", "type": "candidate-pair", "timestamp": 11000, "currentRoundTripTime": 0.060, "totalRoundTripTime": 0.240, "responsesReceived": 4, "bytesReceived": 110000 } }
        ]
        """;

    [Fact]
    public void A_list_of_reports_is_summed_up_by_its_counters()
    {
        var summary = Sound(Reports);
        Assert.Equal(new Transmission(60, 4, 3, 1), summary.Transmission);   // 240 ms over 4 answers; mean of 2 and 6 ms; 15 of 500; 4,800 of 480,000
        Assert.Equal("audio/opus 48000/2 minptime=10;useinbandfec=1", summary.Codec);
        Assert.Equal((80, 10), (summary.BitrateKbps, summary.Seconds));       // 100,000 bytes in ten seconds
    }

    [Fact]
    public void What_a_browsers_own_page_saves_gives_the_same()
    {
        const string dump =
            """
            { "getUserMedia": [], "UserAgent": "a browser", "PeerConnections": { "12-3": { "url": "https://call.example/room", "stats": {
              "I1-kind": { "statsType": "inbound-rtp", "values": "[\"audio\",\"audio\"]" }, "I1-timestamp": { "statsType": "inbound-rtp", "values": "[1000,11000]" },
              "I1-packetsReceived": { "statsType": "inbound-rtp", "values": "[50,485]" }, "I1-packetsLost": { "statsType": "inbound-rtp", "values": "[0,15]" },
              "I1-jitter": { "statsType": "inbound-rtp", "values": "[0.002,0.006]" }, "I1-bytesReceived": { "statsType": "inbound-rtp", "values": "[4000,104000]" },
              "I1-totalSamplesReceived": { "statsType": "inbound-rtp", "values": "[48000,480000]" }, "I1-concealedSamples": { "statsType": "inbound-rtp", "values": "[0,4800]" },
              "P1-currentRoundTripTime": { "statsType": "candidate-pair", "values": "[0.05,0.07]" },
              "C1-mimeType": { "statsType": "codec", "values": "[\"audio/opus\"]" }, "C1-clockRate": { "statsType": "codec", "values": "[48000]" }, "C1-channels": { "statsType": "codec", "values": "[2]" } } } } }
            """;
        var summary = Sound(dump);
        Assert.Equal(new Transmission(60, 4, 3, 1), summary.Transmission);
        Assert.Equal(("audio/opus 48000/2", 80, 10), (summary.Codec, summary.BitrateKbps, summary.Seconds));
    }

    [Theory]
    [InlineData("not json", "not_json")]
    [InlineData("{}", "no_audio")]
    [InlineData("[]", "no_audio")]
    [InlineData("null", "no_audio")]
    [InlineData("""{"PeerConnections":{"1":{"stats":{"I1-kind":{"values":"[oops"}}}}}""", "not_json")]
    [InlineData("""[[{"id":"V","type":"inbound-rtp","kind":"video","packetsReceived":5}]]""", "no_audio")]
    public void What_holds_no_received_audio_is_refused_with_a_reason(string text, string code) =>
        Assert.Equal(code, WebRtcDump.Reduce(Encoding.UTF8.GetBytes(text)).Fault?.Code);

    [Fact]
    public void Nothing_of_the_dump_but_numbers_and_the_codecs_line_comes_out()
    {
        var odd = Reports.Replace("minptime=10;useinbandfec=1", "<script>alert('Maria')</script>", StringComparison.Ordinal);
        Assert.Null(Sound(odd).Codec);
        Assert.DoesNotContain("192.168", Sound(Reports).ToString());
    }

    static TransmissionSummary Sound(string text) => WebRtcDump.Reduce(Encoding.UTF8.GetBytes(text)) is (not null and var summary, null) ? summary : throw new InvalidOperationException("The dump was refused.");
}
