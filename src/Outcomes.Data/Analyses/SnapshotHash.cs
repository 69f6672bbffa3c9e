using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Data.Analyses;

/// <summary>
/// SHA-256 over the rows themselves, a line each, fields parted by a tab: what was measured and its scores, not when it was received. The
/// rows' stored content hashes are not trusted: a value that was changed in the file must change this hash.
/// </summary>
sealed class SnapshotHash : IDisposable
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static string Of(SnapshotRows rows)
    {
        using var hash = new SnapshotHash();
        foreach (var p in rows.Participants) hash.Line("participant", p.Id, p.Pseudonym, p.School, p.Arm, p.Language, p.EnrolledOn);
        foreach (var s in rows.Sessions)
            hash.Line("session", s.Id, s.School, s.Arm, s.Week, s.Delivery, s.Status, s.StartUtc, s.DurationMinutes, s.EducatorPresent, s.RttMs, s.JitterMs, s.LossPct, s.ConcealedPct);
        foreach (var a in rows.Attendees) hash.Line("attendee", a.Session, a.Pseudonym);
        foreach (var a in rows.Assessments)
            hash.Line("assessment", a.Id, a.Pseudonym, a.Instrument, a.Version, a.Timepoint, a.Session, a.CompletedUtc, a.Language, a.Mode, a.Answers);
        foreach (var s in rows.Scores) hash.Line("score", s.Assessment, s.Scale, s.Value, s.Answered, s.Preferred, s.NotReached, s.Prorated, s.DefinitionHash);
        return Convert.ToHexStringLower(hash._hash.GetHashAndReset());
    }

    /// <remarks>No field can hold a tab or a line break: each is an id, a number, an instant or canonical JSON.</remarks>
    void Line(params ReadOnlySpan<object?> fields)
    {
        var line = new StringBuilder();
        foreach (var field in fields) line.Append(CultureInfo.InvariantCulture, $"{field}\t");
        _hash.AppendData(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }

    public void Dispose() => _hash.Dispose();
}
