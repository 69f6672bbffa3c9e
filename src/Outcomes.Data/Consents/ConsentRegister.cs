using System.Data.Common;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Data.Consents;

/// <summary>A participant and what was answered last, by each person, to each purpose.</summary>
/// <param name="Answers">Purpose, who, answer (<c>ended</c>: given to a version of the text that no longer counts) and the day.</param>
/// <param name="Agreed">Purposes that are agreed to as the study asks.</param>
public sealed record ParticipantConsent(string Pseudonym, string School, IReadOnlyList<LastAnswer> Answers, IReadOnlySet<string> Agreed);

public sealed record LastAnswer(string Purpose, string GivenBy, string Answer, string DecidedOn);

/// <summary>How many participants there are, and how many of them consent keeps out of each use. For those inside the study.</summary>
public sealed record KeptOut
{
    public required long Participants { get; init; }
    public required long Dataset { get; init; }
    public required long Analysis { get; init; }
    public required long Reuse { get; init; }
}

/// <summary>Who agreed to what, for those who ask for it; and how many are kept out, for those who count.</summary>
public sealed class ConsentRegister(Database database)
{
    /// <summary>The participants of the actor's schools, by school and pseudonym.</summary>
    public IReadOnlyList<ParticipantConsent> Of(Actor actor, string study) => database.Read(connection =>
    {
        var scope = new { study, only = actor.Study, schools = OwnSchools.Of(actor), version = (string?)null, change = (long?)null };
        var mine = $"p.study_id = @study AND (@only IS NULL OR p.study_id = @only) AND {OwnSchools.Holds("p.school")}";
        var said = connection.Query<Said>(
            $"{Included.In(DataUse.Dataset)} SELECT n.participant_id AS Participant, n.purpose AS Purpose, n.given_by AS GivenBy, n.answer AS Answer, n.decided_on AS DecidedOn FROM newest n JOIN participant p ON p.id = n.participant_id WHERE n.place = 1 AND {mine}", scope).ToLookup(r => r.Participant);
        var agreed = connection.Query<Agreement>(
            $"{Included.In(DataUse.Dataset)} SELECT a.participant_id AS Participant, a.purpose AS Purpose FROM agreed a JOIN participant p ON p.id = a.participant_id WHERE {mine}", scope).ToLookup(r => r.Participant, r => r.Purpose);
        return connection.Query<(string Id, string Pseudonym, string School)>($"SELECT p.id, p.pseudonym, p.school FROM participant p WHERE {mine} ORDER BY p.school, p.pseudonym", scope)
            .Select(p => new ParticipantConsent(p.Pseudonym, p.School, [.. said[p.Id].Select(s => new LastAnswer(s.Purpose, s.GivenBy, s.Answer, s.DecidedOn))], agreed[p.Id].ToHashSet(StringComparer.Ordinal))).ToList();
    });

    /// <summary>Zeros for a study that is not there or not the actor's.</summary>
    public KeptOut KeptOut(Actor actor, string study) => database.Read(connection => KeptOut(connection, actor, study));

    /// <summary>Null where the study's file says nothing about consent.</summary>
    internal static KeptOut? KeptOutOrNull(DbConnection connection, Actor actor, string study) =>
        connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM consent_rule WHERE study_id = @study AND is_current = 1)", new { study }) == 1 ? KeptOut(connection, actor, study) : null;

    static KeptOut KeptOut(DbConnection connection, Actor actor, string study)
    {
        var scope = new { study, only = actor.Study, version = (string?)null, change = (long?)null };
        long Count(DataUse use) => connection.ExecuteScalar<long>(
            $"{Included.In(use)} SELECT COUNT(*) FROM participant WHERE study_id = @study AND (@only IS NULL OR study_id = @only) AND id NOT IN (SELECT id FROM included)", scope);
        return new KeptOut
        {
            Participants = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM participant WHERE study_id = @study AND (@only IS NULL OR study_id = @only)", scope),
            Dataset = Count(DataUse.Dataset), Analysis = Count(DataUse.Analysis), Reuse = Count(DataUse.Reuse),
        };
    }

    // Properties, not constructors: SQLite names no type for what an expression gives, and Dapper then matches no constructor.
    record Agreement
    {
        public required string Participant { get; init; }
        public required string Purpose { get; init; }
    }

    sealed record Said : Agreement
    {
        public required string GivenBy { get; init; }
        public required string Answer { get; init; }
        public required string DecidedOn { get; init; }
    }
}
