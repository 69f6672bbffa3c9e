using Outcomes.Data.Datasets;
using Outcomes.Domain;
using Outcomes.Domain.Sessions;

namespace Outcomes.Api.Datasets;

/// <summary>The grains of what was done in sessions and how they came over. They are of groups and schools: no participant stands in them.</summary>
static class SessionTables
{
    public static IReadOnlyList<DatasetTable> Of(IReadOnlyList<Labelled> schools, IReadOnlyList<Labelled> languages) =>
        [Records(languages), Events(), Adaptations(), Transmissions(), Connections(schools)];

    static readonly DatasetReference Session = new("session", "sessions", "session");

    /// <summary>A column for each code, so that no cell holds a list.</summary>
    static DatasetTable<SessionRecordRow> Records(IReadOnlyList<Labelled> languages) => new("session_records", "What was done in sessions, one row a session that has a record; the latest record counts.",
        ["session"], [Session], rows => rows.SessionRecords,
    [
        Columns.Text<SessionRecordRow>(Columns.Uuid("session", "The session.") with { Unique = true }, r => r.Session),
        Columns.Text<SessionRecordRow>(new("recorded_utc", "datetime", "When it was coded, in UTC."), r => r.RecordedUtc),
        Columns.Flag<SessionRecordRow>(new("therapist_present", "boolean", "Whether a therapist was there, in the room or on the screen."), r => r.Record.TherapistPresent),
        Columns.Flag<SessionRecordRow>(new("educator_trained", "boolean", "Whether the educator in the room had been trained for the study.") { Required = false, Missing = [new("", "not said, or no educator in the room")] }, r => r.Record.EducatorTrained),
        Columns.Text<SessionRecordRow>(Columns.OneOf("language", "Language of the session (BCP 47).", languages) with { Required = false, Missing = NotSaid }, r => r.Record.Language),
        Columns.Text<SessionRecordRow>(Columns.OneOf("tradition", "Where most of the music came from.", Columns.Names<MusicalTradition>()) with { Required = false, Missing = NotSaid },
            r => r.Record.Tradition is { } tradition ? EnumNames<MusicalTradition>.Of(tradition) : null),
        .. Enum.GetValues<Activity>().Select(a => Columns.Flag<SessionRecordRow>(new($"activity_{EnumNames<Activity>.Of(a)}", "boolean", $"Whether this was done: {Words(EnumNames<Activity>.Of(a))}."), r => r.Record.Activities.Contains(a))),
        .. Enum.GetValues<OtherTherapy>().Select(t => Columns.Flag<SessionRecordRow>(new($"other_{EnumNames<OtherTherapy>.Of(t)}", "boolean", $"Whether other help went on beside the sessions, for somebody in the group: {Words(EnumNames<OtherTherapy>.Of(t))}."), r => r.Record.OtherTherapies.Contains(t))),
        .. Enum.GetValues<FidelityHead>().Select(h => Columns.Text<SessionRecordRow>(
            Columns.OneOf($"fidelity_{EnumNames<FidelityHead>.Of(h)}", $"Fidelity by the TIDieR head '{Words(EnumNames<FidelityHead>.Of(h))}'.", Columns.Names<FidelityMark>()) with { Required = false, Missing = [new("", "not judged")] },
            r => r.Record.Fidelity.TryGetValue(h, out var mark) ? EnumNames<FidelityMark>.Of(mark) : null)),
    ]);

    static DatasetTable<SessionEventRow> Events() => new("session_events", "Musical elements and how they were changed, one row an event on a session's time line.",
        ["session", "number"], [Session, new("session", "session_records", "session")], rows => rows.SessionEvents,
    [
        Columns.Text<SessionEventRow>(Columns.Uuid("session", "The session."), r => r.Session),
        Columns.Number<SessionEventRow>(new("number", "integer", "Place on the session's time line, counted from 1.") { Minimum = 1 }, r => r.Number),
        Columns.Number<SessionEventRow>(new("minute", "integer", "When, since the session began.") { Unit = "minutes", Minimum = 0, Maximum = SessionRules.MostMinutes }, r => r.Event.Minute),
        Columns.Text<SessionEventRow>(Columns.OneOf("element", "What was changed.", Columns.Names<MusicalElement>()), r => EnumNames<MusicalElement>.Of(r.Event.Element)),
        Columns.Text<SessionEventRow>(Columns.OneOf("change", "How; of the mode, up is towards major and down towards minor.", Columns.Names<MusicalChange>()), r => EnumNames<MusicalChange>.Of(r.Event.Change)),
    ]);

    static DatasetTable<SessionAdaptationRow> Adaptations() => new("session_adaptations", "What was done otherwise than planned, one row an adaptation of a session.",
        ["session", "number"], [Session, new("session", "session_records", "session")], rows => rows.SessionAdaptations,
    [
        Columns.Text<SessionAdaptationRow>(Columns.Uuid("session", "The session."), r => r.Session),
        Columns.Number<SessionAdaptationRow>(new("number", "integer", "Counted from 1 in each session.") { Minimum = 1 }, r => r.Number),
        Columns.Text<SessionAdaptationRow>(Columns.OneOf("kind", "What was adapted.", Columns.Names<AdaptationKind>()), r => EnumNames<AdaptationKind>.Of(r.Adaptation.Kind)),
        Columns.Text<SessionAdaptationRow>(Columns.OneOf("proposed_by", "Who or what proposed it.", Columns.Names<Proposer>()), r => EnumNames<Proposer>.Of(r.Adaptation.ProposedBy)),
    ]);

    static DatasetTable<TransmissionRow> Transmissions() => new("transmissions", "What a dump of the connection's statistics says beside the means in sessions, one row a session that has one.",
        ["session"], [Session], rows => rows.Transmissions,
    [
        Columns.Text<TransmissionRow>(Columns.Uuid("session", "The session.") with { Unique = true }, r => r.Session),
        Columns.Text<TransmissionRow>(new("codec", "string", "Codec of the sound, with its parameters.") { Required = false, Missing = [new("", "not in the dump")] }, r => r.Codec),
        Columns.Number<TransmissionRow>(Columns.Measured("bitrate_kbps", "number", "Mean bit rate of the sound that came in.", "kilobits per second", "not in the dump"), r => r.BitrateKbps),
        Columns.Number<TransmissionRow>(Columns.Measured("seconds", "number", "How long was measured.", "seconds", "not in the dump"), r => r.Seconds),
        Columns.Text<TransmissionRow>(new("imported_utc", "datetime", "When the dump was read, in UTC."), r => r.ImportedUtc),
    ]);

    static DatasetTable<ConnectionRow> Connections(IReadOnlyList<Labelled> schools) => new("connection_checks", "Connections of schools, measured from a browser there before sessions, one row a measurement.",
        ["check"], [], rows => rows.Connections,
    [
        Columns.Text<ConnectionRow>(Columns.Uuid("check", "The measurement's id.") with { Unique = true }, r => r.Id),
        Columns.Text<ConnectionRow>(Columns.OneOf("school", "The school.", schools), r => r.School),
        Columns.Text<ConnectionRow>(new("measured_utc", "datetime", "When it was measured, in UTC."), r => r.MeasuredUtc),
        Columns.Number<ConnectionRow>(new("rtt_ms", "number", "Median round-trip time to the server.") { Unit = "milliseconds", Minimum = 0 }, r => r.RttMs),
        Columns.Number<ConnectionRow>(new("jitter_ms", "number", "Mean difference of one round trip to the next.") { Unit = "milliseconds", Minimum = 0 }, r => r.JitterMs),
        Columns.Number<ConnectionRow>(new("late_pct", "number", "Round trips that took longer than a second or got no answer.") { Unit = "percent", Minimum = 0, Maximum = 100 }, r => r.LatePct),
        Columns.Number<ConnectionRow>(new("down_kbps", "number", "Throughput to the school.") { Unit = "kilobits per second", Minimum = 0 }, r => r.DownKbps),
        Columns.Number<ConnectionRow>(new("up_kbps", "number", "Throughput from the school.") { Unit = "kilobits per second", Minimum = 0 }, r => r.UpKbps),
    ]);

    static readonly IReadOnlyList<Labelled> NotSaid = [new("", "not said")];

    static string Words(string name) => name.Replace('_', ' ');
}
