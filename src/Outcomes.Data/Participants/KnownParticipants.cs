using Outcomes.Data.Access;

namespace Outcomes.Data.Participants;

/// <summary>Participants of a study by pseudonym, each looked up once a batch; those of schools that are not the sender's are not known.</summary>
/// <param name="schools">See <see cref="OwnSchools"/>.</param>
sealed class KnownParticipants(Change change, string study, string? schools)
{
    static readonly string Sql = $"SELECT id, school FROM participant WHERE study_id = @1 AND pseudonym = @2 AND {OwnSchools.Holds("school", "@3")}";

    readonly Dictionary<string, (string Id, string School)?> _known = new(StringComparer.Ordinal);

    public (string Id, string School)? Find(string pseudonym)
    {
        if (_known.TryGetValue(pseudonym, out var known)) return known;
        using var found = change.Prepared(Sql).Query(study, pseudonym, schools);
        return _known[pseudonym] = found.Read() ? (found.GetString(0), found.GetString(1)) : null;
    }
}
