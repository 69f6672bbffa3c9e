using System.Globalization;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Quality;

namespace Outcomes.Data.Quality;

/// <summary>A warning that was overruled when a form was stored.</summary>
public sealed record OverruledForm(string Assessment, string Warning, string Reason);

/// <summary>What the rules look at, of the own schools, all of one moment.</summary>
public sealed record QualityRows(IReadOnlyList<QualityForm> Forms, IReadOnlyList<QualitySession> Sessions, IReadOnlyList<OverruledForm> Overruled);

/// <summary>Reads answers and scores to hold them against rules: neither is shown.</summary>
public sealed class QualityStore(Database database)
{
    static readonly string Own = $"p.study_id = @study AND (@only IS NULL OR p.study_id = @only) AND {OwnSchools.Holds("p.school")}";

    public QualityRows Read(Actor actor, string study) => database.Read(c =>
    {
        var scope = new { study, only = actor.Study, schools = OwnSchools.Of(actor) };
        var scores = c.Query<(string Assessment, string Scale, double Value)>(
            $"""
            SELECT s.assessment_id, s.scale, s.value FROM latest_score s JOIN assessment a ON a.id = s.assessment_id JOIN participant p ON p.id = a.participant_id
            WHERE s.value IS NOT NULL AND {Own}
            """, scope).ToLookup(s => s.Assessment);
        var forms = c.Query<FormRow>(
            $"""
            SELECT a.id AS Id, p.id AS Participant, p.pseudonym AS Pseudonym, p.school AS School, p.enrolled_on AS EnrolledOn, a.instrument AS Instrument, a.instrument_version AS Version,
                   a.timepoint AS Timepoint, a.session_id AS Session, a.completed_utc AS CompletedUtc, a.mode AS Mode, a.answers AS Answers
            FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE {Own}
            """, scope, buffered: false).Select(f => f.Form(scores[f.Id].ToDictionary(s => s.Scale, s => s.Value))).ToList();
        var sessions = c.Query<(string Id, string School, string StartUtc, long? Minutes)>(
            $"SELECT p.id, p.school, p.start_utc, p.duration_minutes FROM session p WHERE p.status = 'held' AND {Own}", scope)
            .Select(s => new QualitySession(s.Id, s.School, Utc.Parse(s.StartUtc), (int?)s.Minutes)).ToList();
        var overruled = c.Query<OverruledForm>(
            $"""
            SELECT o.assessment_id AS Assessment, o.warning, o.reason FROM assessment_overrule o JOIN assessment a ON a.id = o.assessment_id JOIN participant p ON p.id = a.participant_id
            WHERE {Own}
            """, scope).ToList();
        return new QualityRows(forms, sessions, overruled);
    });

    sealed record FormRow
    {
        public required string Id { get; init; }
        public required string Participant { get; init; }
        public required string Pseudonym { get; init; }
        public required string School { get; init; }
        public required string EnrolledOn { get; init; }
        public required string Instrument { get; init; }
        public required string Version { get; init; }
        public required string Timepoint { get; init; }
        public string? Session { get; init; }
        public required string CompletedUtc { get; init; }
        public required string Mode { get; init; }
        public required string Answers { get; init; }

        public QualityForm Form(IReadOnlyDictionary<string, double> scores) => new(Id, Participant, Pseudonym, School, DateOnly.ParseExact(EnrolledOn, "yyyy-MM-dd", CultureInfo.InvariantCulture), Instrument, Version,
            Timepoint, Session, Utc.Parse(CompletedUtc), EnumNames<EntryMode>.TryRead(Mode, out var mode) ? mode : throw new InvalidDataException("The stored data hold an unknown mode of entry."), AnswersJson.Read(Answers), scores);
    }
}
