using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Studies;

/// <summary>A study with what a row of data is checked against at hand: made once a version, asked for every row.</summary>
public sealed class StudyLookup
{
    readonly IReadOnlySet<string> _schools;
    readonly HashSet<string> _arms, _languages;
    readonly Dictionary<string, Timepoint> _timepoints;
    readonly Dictionary<(string Id, string Version), (InstrumentDefinition Definition, HashSet<string> Timepoints)> _instruments = [];

    /// <param name="find">Instrument by id and version; the study was refused at its import if one were missing.</param>
    public StudyLookup(StudyDefinition study, Func<string, string, InstrumentDefinition?> find)
    {
        Study = study;
        _schools = study.Schools.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        _arms = [.. study.Arms.Select(a => a.Id)];
        _languages = [.. study.Languages];
        _timepoints = study.Timepoints.ToDictionary(t => t.Id);
        foreach (var use in study.Instruments)
            if (find(use.Instrument, use.Version) is { } definition)
                _instruments[(use.Instrument, use.Version)] = (definition, [.. use.Timepoints]);
    }

    StudyLookup(StudyLookup whole, IReadOnlySet<string> schools)
    {
        (Study, _arms, _languages, _timepoints, _instruments) = (whole.Study, whole._arms, whole._languages, whole._timepoints, whole._instruments);
        _schools = whole._schools.Intersect(schools).ToHashSet(StringComparer.Ordinal);
    }

    public StudyDefinition Study { get; }

    /// <summary>The same study for someone who sees only these schools: another is as unknown as one that is not there. Null: all of them.</summary>
    public StudyLookup Within(IReadOnlySet<string>? schools) => schools is null ? this : new(this, schools);

    public bool HasSchool(string id) => _schools.Contains(id);

    public bool HasArm(string id) => _arms.Contains(id);

    public bool HasLanguage(string tag) => _languages.Contains(tag);

    public Timepoint? Timepoint(string id) => _timepoints.GetValueOrDefault(id);

    public InstrumentDefinition? Instrument(string id, string version) =>
        _instruments.TryGetValue((id, version), out var use) ? use.Definition : null;

    /// <summary>Whether the study takes this instrument at this timepoint.</summary>
    public bool Takes(InstrumentDefinition instrument, string timepoint) =>
        _instruments[(instrument.Id, instrument.Version)].Timepoints.Contains(timepoint);
}
