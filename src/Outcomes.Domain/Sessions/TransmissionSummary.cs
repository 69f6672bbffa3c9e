using System.Globalization;
using System.Text.RegularExpressions;

namespace Outcomes.Domain.Sessions;

/// <summary>How the sound came over in one session, as the side that recorded it heard it.</summary>
/// <param name="Transmission">The four that are analysed.</param>
/// <param name="Codec">Media type, clock rate, channels and parameters: <c>audio/opus 48000/2 minptime=10;useinbandfec=1</c>.</param>
/// <param name="BitrateKbps">Received audio, kilobits a second, over the time that was recorded.</param>
/// <param name="Seconds">How long was recorded.</param>
public sealed partial record TransmissionSummary(Transmission Transmission, string? Codec, double? BitrateKbps, double? Seconds)
{
    /// <summary>Means over the session and all streams of received audio. Null: there was none.</summary>
    internal static TransmissionSummary? Of(IReadOnlyList<WebRtcSeries> series)
    {
        var audio = series.Where(s => s.Type == "inbound-rtp" && (s.Text("kind") ?? s.Text("mediaType")) == "audio" && s.Last("packetsReceived") > 0).ToList();
        if (audio.Count == 0) return null;
        var (received, lost, samples) = (audio.Sum(s => s.Last("packetsReceived")), audio.Sum(s => Math.Max(0, s.Last("packetsLost"))), audio.Sum(s => s.Last("totalSamplesReceived")));
        var jitter = audio.SelectMany(s => s.All("jitter")).ToList();
        var milliseconds = audio.Max(s => s.Growth("timestamp"));
        return new(new(RoundTrip(series), jitter.Count > 0 ? Rounded(1000 * jitter.Average()) : null, Rounded(100 * lost / (received + lost)),
                samples > 0 ? Rounded(Math.Min(100, 100 * audio.Sum(s => s.Last("concealedSamples")) / samples)) : null),
            CodecOf(series, audio), milliseconds > 0 ? Rounded(8 * audio.Sum(s => s.Growth("bytesReceived")) / milliseconds) : null, milliseconds > 0 ? Rounded(milliseconds / 1000) : null);
    }

    /// <summary>
    /// Of the pair of candidates that carried most: all its round trips over their number, where the browser counted them, else the mean of the
    /// reports. Without a pair, what the other side's reports on our sound say.
    /// </summary>
    static double? RoundTrip(IReadOnlyList<WebRtcSeries> series)
    {
        var pair = series.Where(s => s.Type == "candidate-pair").MaxBy(s => s.Last("bytesReceived"));
        if (pair is not null && pair.Last("responsesReceived") > 0 && pair.Last("totalRoundTripTime") > 0) return Rounded(1000 * pair.Last("totalRoundTripTime") / pair.Last("responsesReceived"));
        var trips = (pair?.All("currentRoundTripTime") is { Count: > 0 } current ? current : series.Where(s => s.Type == "remote-inbound-rtp").SelectMany(s => s.All("roundTripTime"))).ToList();
        return trips.Count > 0 ? Rounded(1000 * trips.Average()) : null;
    }

    static string? CodecOf(IReadOnlyList<WebRtcSeries> series, IReadOnlyList<WebRtcSeries> audio)
    {
        var codec = series.FirstOrDefault(s => s.Type == "codec" && s.Text("mimeType")?.StartsWith("audio/", StringComparison.Ordinal) == true && audio.Any(a => a.Text("codecId") is null || a.Text("codecId") == s.Text("id") || s.Text("id") is null));
        if (codec is null) return null;
        var text = string.Create(CultureInfo.InvariantCulture, $"{codec.Text("mimeType")} {codec.Last("clockRate")}/{Math.Max(1, codec.Last("channels"))} {codec.Text("sdpFmtpLine")}").Trim();
        return CodecLine().IsMatch(text) ? text : null;
    }

    static double Rounded(double value) => Math.Round(value, 4);

    /// <summary>Nothing but what a codec's line can hold: it comes from a file that someone else wrote.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9/ =;.+-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CodecLine();
}
