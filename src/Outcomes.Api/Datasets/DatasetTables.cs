using Outcomes.Data.Datasets;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;
using static Outcomes.Api.Datasets.Columns;

namespace Outcomes.Api.Datasets;

/// <summary>The grains of a study's dataset: what each column is, and where its value comes from.</summary>
sealed class DatasetTables
{
    readonly StudyDefinition _study;
    readonly IReadOnlyList<InstrumentDefinition> _instruments;
    readonly IReadOnlyList<Labelled> _schools, _arms, _timepoints, _instrumentIds, _languages;
    readonly Dictionary<string, string> _districtOf;

    DatasetTables(StudyDefinition study, IReadOnlyList<InstrumentDefinition> instruments)
    {
        (_study, _instruments) = (study, instruments);
        _schools = [.. study.Schools.Select(s => new Labelled(s.Id, s.Title))];
        _arms = [.. study.Arms.Select(a => new Labelled(a.Id, a.Title))];
        _timepoints = [.. study.Timepoints.Select(t => new Labelled(t.Id, t.Title))];
        _instrumentIds = [.. instruments.DistinctBy(i => i.Id).Select(i => new Labelled(i.Id, i.Title))];
        _languages = [.. study.Languages.Select(tag => new Labelled(tag, tag))];
        _districtOf = study.Districts.SelectMany(d => d.Schools.Select(s => (School: s.Id, District: d.Id)))
            .ToDictionary(x => x.School, x => x.District);
    }

    /// <param name="instruments">The definitions that the study uses.</param>
    public static IReadOnlyList<DatasetTable> Of(StudyDefinition study, IReadOnlyList<InstrumentDefinition> instruments)
    {
        var tables = new DatasetTables(study, instruments);
        return [tables.Participants(), tables.Sessions(), Attendance(), tables.Assessments(), tables.Items(), tables.Scores(), .. SessionTables.Of(tables._schools, tables._languages), ActivityTables.Plays()];
    }

    DatasetTable<ParticipantRow> Participants() => new("participants", "Everyone who was enrolled, one row a participant.",
        ["participant"], [], rows => rows.Participants,
    [
        Text<ParticipantRow>(Pseudonym("The participant's pseudonym.") with { Unique = true }, r => r.Pseudonym),
        Text<ParticipantRow>(Uuid("id", "The participant's id at the system that sent the row.") with { Unique = true },
            r => r.Id),
        Text<ParticipantRow>(OneOf("district", "School district.", [.. _study.Districts.Select(d => new Labelled(d.Id, d.Title))]),
            r => _districtOf[r.School]),
        Text<ParticipantRow>(OneOf("school", "School, or the site where the participant took part.", _schools), r => r.School),
        Text<ParticipantRow>(OneOf("arm", "Arm of the study.", _arms), r => r.Arm),
        Text<ParticipantRow>(OneOf("language", "The participant's language (BCP 47).", _languages), r => r.Language),
        Text<ParticipantRow>(new("enrolled_on", "date", "Day of enrolment."), r => r.EnrolledOn),
    ]);

    DatasetTable<SessionRow> Sessions() => new("sessions", "Sessions of music therapy, one row a session of one group.",
        ["session"], [], rows => rows.Sessions,
    [
        Text<SessionRow>(Uuid("session", "The session's id.") with { Unique = true }, r => r.Id),
        Text<SessionRow>(OneOf("school", "School of the group.", _schools), r => r.School),
        Text<SessionRow>(OneOf("arm", "Arm of the study.", _arms), r => r.Arm),
        Number<SessionRow>(new("week", "integer", "Which session of the course, counted from 1.") { Minimum = 1 }, r => r.Week),
        Text<SessionRow>(OneOf("delivery", "How the session was delivered.", Names<Delivery>()), r => r.Delivery),
        Text<SessionRow>(OneOf("status", "Whether it took place.", Names<SessionStatus>()), r => r.Status),
        Text<SessionRow>(new("start_utc", "datetime", "When it began, or was to begin, in UTC."), r => r.StartUtc),
        Number<SessionRow>(Measured("duration_minutes", "integer", "How long it took.", "minutes", "not recorded"),
            r => r.DurationMinutes),
        new(new("educator_present", "boolean", "Whether an educator of the school was in the room.")
        {
            Required = false, Missing = [new("", "not recorded")],
        }, (csv, r) => { if (r.EducatorPresent is { } present) csv.WriteField(present); else csv.WriteField(""); }),
        Number<SessionRow>(Measured("rtt_ms", "number", "Mean round-trip time of the connection.", "milliseconds", "not measured"),
            r => r.RttMs),
        Number<SessionRow>(Measured("jitter_ms", "number", "Mean jitter of the connection.", "milliseconds", "not measured"),
            r => r.JitterMs),
        Number<SessionRow>(Measured("loss_pct", "number", "Packets lost.", "percent", "not measured") with { Maximum = 100 },
            r => r.LossPct),
        Number<SessionRow>(Measured("concealed_pct", "number", "Audio samples that had to be concealed.", "percent", "not measured") with { Maximum = 100 },
            r => r.ConcealedPct),
        Number<SessionRow>(new("attendees", "integer", "Participants who were there.") { Minimum = 0 }, r => r.Attendees),
    ]);

    static DatasetTable<AttendanceRow> Attendance() => new("attendance", "Who was at which session, one row a participant at a session.",
        ["session", "participant"],
        [new("session", "sessions", "session"), new("participant", "participants", "participant")], rows => rows.Attendance,
    [
        Text<AttendanceRow>(Uuid("session", "The session."), r => r.Session),
        Text<AttendanceRow>(Pseudonym("Who was there."), r => r.Participant),
    ]);

    DatasetTable<AssessmentRow> Assessments() => new("assessments", "Completed instruments, one row an instrument that a participant answered at a timepoint.",
        ["assessment"], [new("participant", "participants", "participant"), new("session", "sessions", "session")], rows => rows.Assessments,
    [
        Text<AssessmentRow>(Uuid("assessment", "The assessment's id.") with { Unique = true }, r => r.Id),
        Text<AssessmentRow>(Pseudonym("Who answered."), r => r.Participant),
        Text<AssessmentRow>(OneOf("instrument", "Instrument.", _instrumentIds), r => r.Instrument),
        Text<AssessmentRow>(Version(), r => r.Version),
        Text<AssessmentRow>(OneOf("timepoint", "Timepoint of the study.", _timepoints), r => r.Timepoint),
        Text<AssessmentRow>(SessionOf(), r => r.Session),
        Text<AssessmentRow>(new("completed_utc", "datetime", "When the last answer was given, in UTC."), r => r.CompletedUtc),
        Text<AssessmentRow>(OneOf("language", "Language of the form (BCP 47).", _languages), r => r.Language),
        Text<AssessmentRow>(OneOf("mode", "How the answers were given.", Names<EntryMode>()), r => r.Mode),
    ]);

    DatasetTable<ItemRow> Items() => new("items",
        "Answers as they were given, before any reversal: one row an item of an assessment, also without an answer.",
        ["assessment", "item"], [new("assessment", "assessments", "assessment"), new("participant", "participants", "participant")],
        rows => rows.Items(Find),
    [
        Text<ItemRow>(Uuid("assessment", "The assessment."), r => r.Assessment.Id),
        Text<ItemRow>(Pseudonym("Who answered."), r => r.Assessment.Participant),
        Text<ItemRow>(OneOf("timepoint", "Timepoint of the study.", _timepoints), r => r.Assessment.Timepoint),
        Text<ItemRow>(OneOf("instrument", "Instrument.", _instrumentIds), r => r.Assessment.Instrument),
        Text<ItemRow>(Version(), r => r.Assessment.Version),
        Text<ItemRow>(new("item", "string", "Item of the instrument; the codebook has its range."), r => r.Item),
        new(new("value", "number", "The answer, not reversed.")
        {
            Required = false,
            Minimum = _instruments.SelectMany(i => i.Items).Min(i => i.Min),
            Maximum = _instruments.SelectMany(i => i.Items).Max(i => i.Max),
            Missing = [new("", "not reached"), new(AnswerText.PreferNot, "preferred not to answer")],
        }, (csv, r) => { if (r.Answer.Value is { } value) csv.WriteField(value); else csv.WriteField(AnswerText.Write(r.Answer)); }),
    ]);

    DatasetTable<ScoreRow> Scores() => new("scores", "Scores of scales, one row a scale of an assessment.",
        ["assessment", "scale"],
        [new("assessment", "assessments", "assessment"), new("participant", "participants", "participant"), new("session", "sessions", "session")],
        rows => rows.Scores,
    [
        Text<ScoreRow>(Uuid("assessment", "The assessment."), r => r.Assessment),
        Text<ScoreRow>(Pseudonym("Who answered."), r => r.Participant),
        Text<ScoreRow>(OneOf("timepoint", "Timepoint of the study.", _timepoints), r => r.Timepoint),
        Text<ScoreRow>(SessionOf(), r => r.Session),
        Text<ScoreRow>(OneOf("instrument", "Instrument.", _instrumentIds), r => r.Instrument),
        Text<ScoreRow>(Version(), r => r.Version),
        Text<ScoreRow>(new("scale", "string", "Scale of the instrument; the codebook has its rule, range and direction."),
            r => r.Scale),
        Number<ScoreRow>(new("value", "number", "The score.")
        {
            Required = false,
            Minimum = _instruments.SelectMany(i => i.Scales).Min(s => s.Min),
            Maximum = _instruments.SelectMany(i => i.Scales).Max(s => s.Max),
            Missing = [new("", "more items missing than the scale's rule allows")],
        }, r => r.Value),
        Number<ScoreRow>(new("answered", "integer", "Items of the scale with a number.") { Minimum = 0 }, r => r.Answered),
        Number<ScoreRow>(new("preferred_not", "integer", "Items of the scale that the participant preferred not to answer.") { Minimum = 0 },
            r => r.Preferred),
        Number<ScoreRow>(new("not_reached", "integer", "Items of the scale that were not reached.") { Minimum = 0 },
            r => r.NotReached),
        new(new("prorated", "boolean", "Whether missing items were made up for from the answered ones."), (csv, r) => csv.WriteField(r.Prorated)),
        Text<ScoreRow>(new("definition_hash", "string", "SHA-256 of the instrument's definition that made the score.") { Pattern = "[0-9a-f]{64}" },
            r => r.DefinitionHash),
    ]);

    InstrumentDefinition? Find(string id, string version) => _instruments.FirstOrDefault(i => i.Id == id && i.Version == version);

    DatasetField Version() => OneOf("version", "Version of the instrument.",
        [.. _instruments.Select(i => i.Version).Distinct().Select(v => new Labelled(v, v))]);

    static DatasetField SessionOf() => Uuid("session", "The session, for timepoints before and after one.") with
    {
        Required = false, Missing = [new("", "a timepoint of the course, not of a session")],
    };
}
