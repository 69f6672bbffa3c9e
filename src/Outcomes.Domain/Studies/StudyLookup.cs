using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Studies;

/// <summary>A study with what a row of data is checked against at hand: made once a version, asked for every row.</summary>
public sealed class StudyLookup
{
    readonly HashSet<string> _schools, _arms, _languages;
    readonly Dictionary<string, Timepoint> _timepoints;
    readonly Dictionary<(string Id, string Version), (InstrumentDefinition Definition, HashSet<string> Timepoints)> _instruments = [];

    /// <param name="find">Instrument by id and version; the study was refused at its import if one were missing.</param>
    public StudyLookup(StudyDefinition study, Func<string, string, InstrumentDefinition?> find)
    {
        Study = study;
        _schools = [.. study.Schools.Select(s => s.Id)];
        _arms = [.. study.Arms.Select(a => a.Id)];
        _languages = [.. study.Languages];
        _timepoints = study.Timepoints.ToDictionary(t => t.Id);
        foreach (var use in study.Instruments)
            if (find(use.Instrument, use.Version) is { } definition)
                _instruments[(use.Instrument, use.Version)] = (definition, [.. use.Timepoints]);
    }

    public StudyDefinition Study { get; }

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
