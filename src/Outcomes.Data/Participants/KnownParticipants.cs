namespace Outcomes.Data.Participants;

/// <summary>Participants of a study by pseudonym, each looked up once a batch.</summary>
sealed class KnownParticipants(Change change, string study)
{
    readonly Dictionary<string, (string Id, string School)?> _known = new(StringComparer.Ordinal);

    public (string Id, string School)? Find(string pseudonym)
    {
        if (_known.TryGetValue(pseudonym, out var known)) return known;
        using var found = change.Prepared("SELECT id, school FROM participant WHERE study_id = @1 AND pseudonym = @2").Query(study, pseudonym);
        return _known[pseudonym] = found.Read() ? (found.GetString(0), found.GetString(1)) : null;
    }
}
