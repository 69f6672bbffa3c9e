using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Activities;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Activities;

/// <param name="Assigned">To how many it was given.</param>
public sealed record ActivityLine(Activity Activity, string UploadedUtc, string? WithdrawnUtc, int Assigned);

/// <summary>A study's library of recorded exercises.</summary>
public sealed class ActivityStore(Database database, Writer writer)
{
    const string Select =
        """
        SELECT a.id, a.title, a.language, a.licence, a.reference, a.media_type AS MediaType, a.size, a.sha256, a.seconds, a.uploaded_utc AS UploadedUtc, a.withdrawn_utc AS WithdrawnUtc,
               (SELECT COUNT(*) FROM activity_assignment s WHERE s.activity_id = a.id) AS Assigned
        FROM activity a
        """;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ActivityLine> All(Actor actor, string study) => database.Read(c => c.Query<Row>(
        $"{Select} WHERE a.study_id = @study AND (@only IS NULL OR a.study_id = @only) ORDER BY a.uploaded_utc DESC, a.id", new { study, only = actor.Study }).Select(r => r.Line()).ToList());

    /// <summary>Sent twice, it is stored once.</summary>
    /// <param name="activity">Checked by <see cref="ActivityRules"/>; its hash is of the content.</param>
    public Task<bool> Upload(Actor actor, string study, Activity activity, byte[] content) => writer.Run(change =>
    {
        var id = activity.Id.ToString("D");
        if (change.Prepared(
            """
            INSERT INTO activity (id, study_id, title, language, licence, reference, media_type, size, sha256, seconds, uploaded_by, uploaded_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12) ON CONFLICT (id) DO NOTHING
            """).Run(id, study, activity.Title, activity.Language, activity.Licence, activity.Reference, activity.MediaType, activity.Size, activity.Sha256, activity.Seconds, actor.Name, Utc.Text(change.Now)) == 0) return false;
        // Not among the prepared statements, which would keep the bytes for good.
        change.Connection.Execute("INSERT INTO activity_audio (activity_id, content) VALUES (@id, @content)", new { id, content });
        change.Record(new AuditEvent(actor.Name, "activity_uploaded", id, study, new Dictionary<string, string> { ["sha256"] = activity.Sha256, ["licence"] = activity.Licence }));
        return true;
    }, alone: true);

    /// <summary>Its links open nothing from then on. What was given to somebody stays in the file; what never was goes.</summary>
    public Task<bool> Withdraw(Actor actor, string study, Guid activity) => writer.Run(change =>
    {
        var id = activity.ToString("D");
        if (change.Prepared("UPDATE activity SET withdrawn_utc = @3, withdrawn_by = @4 WHERE id = @1 AND study_id = @2 AND (@5 IS NULL OR study_id = @5) AND withdrawn_utc IS NULL")
            .Run(id, study, Utc.Text(change.Now), actor.Name, actor.Study) == 0) return false;
        const string unused = "NOT EXISTS (SELECT 1 FROM activity_assignment s WHERE s.activity_id = @1)";
        change.Prepared($"DELETE FROM activity_audio WHERE activity_id = @1 AND {unused}").Run(id);
        change.Prepared($"DELETE FROM activity WHERE id = @1 AND {unused}").Run(id);
        change.Record(new AuditEvent(actor.Name, "activity_withdrawn", id, study));
        return true;
    });

    /// <summary>A piece of the sound, which never changes.</summary>
    public byte[] Piece(Guid activity, long offset, int count) => database.Read(c => c.ExecuteScalar<byte[]>(
        "SELECT substr(content, @from, @count) FROM activity_audio WHERE activity_id = @id", new { id = activity.ToString("D"), from = offset + 1, count })) ?? [];

    internal sealed record Row
    {
        public required string Id { get; init; }
        public required string Title { get; init; }
        public required string Language { get; init; }
        public required string Licence { get; init; }
        public required string Reference { get; init; }
        public required string MediaType { get; init; }
        public long Size { get; init; }
        public required string Sha256 { get; init; }
        public double Seconds { get; init; }
        public string UploadedUtc { get; init; } = "";
        public string? WithdrawnUtc { get; init; }
        public long Assigned { get; init; }

        public Activity Activity() => new(Guid.Parse(Id), Title, Language, Licence, Reference, MediaType, Size, Sha256, Seconds);

        public ActivityLine Line() => new(Activity(), UploadedUtc, WithdrawnUtc, (int)Assigned);
    }
}

/// <summary>The sound of an activity, read in pieces: of what a listener skips nothing is read, and twenty megabytes are never in memory.</summary>
public sealed class ActivitySound(ActivityStore store, Activity activity) : Stream
{
    const int PieceBytes = 256 * 1024;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => activity.Size;
    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, PieceBytes), Length - Position);
        if (count <= 0) return 0;
        var piece = store.Piece(activity.Id, Position, count);
        piece.CopyTo(buffer);
        Position += piece.Length;
        return piece.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
