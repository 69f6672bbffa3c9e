using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Schedules;

namespace Outcomes.Data.Schedules;

/// <param name="SetUtc">Null: none was set, and the default holds.</param>
public sealed record StoredSchedule(ReleaseSchedule Schedule, DateTimeOffset? SetUtc);

public sealed class ScheduleStore(Database database, Writer writer)
{
    public StoredSchedule Find(Actor actor, string study) => database.Read(c => c.QuerySingleOrDefault<Row>(
        "SELECT schedule, set_utc AS SetUtc FROM schedule WHERE study_id = @study AND (@only IS NULL OR study_id = @only)", new { study, only = actor.Study })) is { } row
        ? new(ReleaseSchedule.Read(Encoding.UTF8.GetBytes(row.Schedule)).Value ?? throw new InvalidDataException($"The stored schedule of study {study} can no longer be read."), Utc.Parse(row.SetUtc))
        : new(ReleaseSchedule.Default, null);

    /// <summary>The same schedule set again changes nothing: a date that is due stays due.</summary>
    public Task<int> Set(string study, ReleaseSchedule schedule, AuditEvent audit) => writer.Run(change =>
    {
        var changed = change.Prepared(
            """
            INSERT INTO schedule (study_id, schedule, set_utc) VALUES (@1, @2, @3)
            ON CONFLICT (study_id) DO UPDATE SET schedule = @2, set_utc = @3 WHERE schedule <> @2
            """).Run(study, schedule.Json(), Utc.Text(change.Now));
        if (changed > 0) change.Record(audit);
        return changed;
    });

    sealed record Row(string Schedule, string SetUtc);
}
