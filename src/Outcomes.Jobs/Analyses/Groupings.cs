using Outcomes.Domain.Analyses;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>One level of a grouping.</summary>
sealed record Level(string Id, string Title);

/// <summary>
/// Who belongs where: every participant is in exactly one level of each grouping, so that levels add up to all. A connection is better
/// at or below the median of the participants' own medians, worse above it, and unknown where none was measured.
/// </summary>
sealed class Groupings
{
    const string Better = "better", Worse = "worse", Unknown = "unknown";

    readonly StudyDefinition _study;
    readonly Dictionary<string, string> _district, _connection;

    public Groupings(StudyDefinition study, Snapshot snapshot, SessionExposure exposure)
    {
        _study = study;
        _district = study.Districts.SelectMany(d => d.Schools.Select(s => (School: s.Id, District: d.Id))).ToDictionary(x => x.School, x => x.District, StringComparer.Ordinal);
        var latency = snapshot.Participants.ToDictionary(p => p.Pseudonym, p => exposure.Of(p.Pseudonym, ModeratorKind.AudioLatency), StringComparer.Ordinal);
        var middle = Quantities.Median(latency.Values.Where(double.IsFinite)).Value;
        _connection = latency.ToDictionary(p => p.Key, p => !double.IsFinite(p.Value) ? Unknown : p.Value <= middle ? Better : Worse, StringComparer.Ordinal);
    }

    /// <summary>Whether there is anything to tell apart: two languages or districts, or a connection that was measured.</summary>
    public bool IsMeaningful(Grouping by) => by switch
    {
        Grouping.Language => _study.Languages.Count > 1,
        Grouping.District => _study.Districts.Count > 1,
        _ => _connection.Values.Any(level => level != Unknown),
    };

    /// <summary>All levels that the study has, in its order; nobody may be in one.</summary>
    public IReadOnlyList<Level> Levels(Grouping by) => by switch
    {
        Grouping.Language => [.. _study.Languages.Select(tag => new Level(tag, tag))],
        Grouping.District => [.. _study.Districts.Select(d => new Level(d.Id, d.Title))],
        _ => [.. new[] { Better, Worse, Unknown }.Where(level => _connection.ContainsValue(level)).Select(level => new Level(level, level))],
    };

    public string LevelOf(Grouping by, Participant who) => by switch
    {
        Grouping.Language => who.Language,
        Grouping.District => _district[who.School],
        _ => _connection[who.Pseudonym],
    };
}
