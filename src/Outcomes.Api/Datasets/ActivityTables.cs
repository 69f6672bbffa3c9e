using Outcomes.Data.Datasets;

namespace Outcomes.Api.Datasets;

/// <summary>What was heard of recorded exercises.</summary>
static class ActivityTables
{
    public static DatasetTable<PlayRow> Plays() => new("plays", "How much was heard of a recorded exercise, one row a time that somebody listened: a session of delivery recorded.",
        ["play"], [new("session", "sessions", "session"), new("participant", "participants", "participant")], rows => rows.Plays,
    [
        Columns.Text<PlayRow>(Columns.Uuid("play", "The play's id.") with { Unique = true }, r => r.Id),
        Columns.Text<PlayRow>(Columns.Uuid("session", "The session that it is.") with { Unique = true }, r => r.Session),
        Columns.Text<PlayRow>(Columns.Pseudonym("Who listened."), r => r.Participant),
        Columns.Text<PlayRow>(Columns.Uuid("activity", "The exercise."), r => r.Activity),
        Columns.Text<PlayRow>(new("begun_utc", "datetime", "When the first check-in was begun, in UTC."), r => r.BegunUtc),
        Columns.Number<PlayRow>(Columns.Measured("played_seconds", "number", "How much of it was played, each part counted once.", "seconds", "the browser told nothing"), r => r.Seconds),
        Columns.Number<PlayRow>(new("length_seconds", "number", "Length of the exercise.") { Unit = "seconds", Minimum = 0 }, r => r.Length),
    ]);
}
