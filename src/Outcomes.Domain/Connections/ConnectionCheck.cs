using Outcomes.Domain.Batches;

namespace Outcomes.Domain.Connections;

/// <summary>How fit a school's connection looked for live music.</summary>
public enum Readiness { Good, Doubtful, Poor }

/// <summary>A school's connection to this system, measured by requests from a browser there. No address is kept.</summary>
/// <param name="RttMs">Median round trip, milliseconds.</param>
/// <param name="JitterMs">Mean absolute difference of one round trip to the next, milliseconds.</param>
/// <param name="LatePct">Round trips over a second or without an answer, percent. Packets that were lost show only as lateness here, since requests travel over TCP.</param>
/// <param name="DownKbps">Kilobits a second towards the school.</param>
/// <param name="UpKbps">Kilobits a second from the school.</param>
public sealed record ConnectionCheck(Guid Id, string School, double RttMs, double JitterMs, double LatePct, double DownKbps, double UpKbps)
{
    /// <remarks>
    /// Where the limits come from: ITU-T G.114 takes 150 ms one way as what most conversation bears, so 300 ms there and back; the rest is our
    /// own judgement for speech and music in Opus at 64 to 128 kbit/s, and confirmed by nobody. The numbers themselves are stored, so that a
    /// study can judge them by its own rule.
    /// </remarks>
    public Readiness Readiness =>
        RttMs > 300 || JitterMs > 60 || LatePct > 5 || DownKbps < 150 || UpKbps < 150 ? Readiness.Poor
        : RttMs > 150 || JitterMs > 30 || LatePct > 1 || DownKbps < 500 || UpKbps < 500 ? Readiness.Doubtful : Readiness.Good;
}

public static class ConnectionRules
{
    const double MostMs = 60_000, MostKbps = 100_000_000;

    public static IReadOnlyList<Fault> Check(ConnectionCheck check)
    {
        var row = new RowCheck(0);
        Between(check.RttMs, 0, MostMs, "rtt_ms");
        Between(check.JitterMs, 0, MostMs, "jitter_ms");
        Between(check.LatePct, 0, 100, "late_pct");
        Between(check.DownKbps, 0, MostKbps, "down_kbps");
        Between(check.UpKbps, 0, MostKbps, "up_kbps");
        return row.Faults;

        void Between(double value, double least, double most, string name) => row.Require(value >= least && value <= most, name, "not_measured", "This was not measured. Measure again, and wait until all five numbers stand there.");
    }
}
