using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Studies;

/// <summary>
/// What the members of a study must say together, its plan apart. Phrased so that a stand-in for something unreadable breaks no rule
/// (see <see cref="JsonObjectReader"/>): one mistake is one fault.
/// </summary>
static class StudyRules
{
    public static IEnumerable<Fault> Check(StudyDefinition study, Func<string, string, InstrumentDefinition?> find) =>
    [
        .. Languages(study), .. Allocation(study), .. Timepoints(study), .. Places(study), .. ConsentRules.Check(study), .. DistressRules.Check(study, find),
        .. Repeated(study.Arms.Select(a => a.Id), i => $"arms[{i}].id"),
        .. Repeated(study.Instruments.Select(u => u.Instrument), i => $"instruments[{i}].instrument"),
        .. study.Instruments.SelectMany((use, i) => Instrument(study, use, find(use.Instrument, use.Version), $"instruments[{i}]")),
    ];

    internal static IEnumerable<Fault> Repeated<T>(IEnumerable<T> keys, Func<int, string> at) where T : notnull
    {
        var seen = new HashSet<T>();
        return [.. keys.Select((key, i) => (key, i)).Where(x => x.key is not "" && !seen.Add(x.key))
            .Select(x => new Fault(at(x.i), "duplicate", "This stands here twice."))];
    }

    /// <summary>A reference to something that the study does not have.</summary>
    internal static IEnumerable<Fault> Unknown(string named, IEnumerable<string> known, string at, string code, string what) =>
        named.Length == 0 || !known.Any() || known.Contains(named) ? [] : [new Fault(at, code, $"The study has no such {what}.")];

    static IEnumerable<Fault> Languages(StudyDefinition study)
    {
        var bad = study.Languages.Select((tag, i) => (tag, i)).Where(x => !Ids.IsLanguage(x.tag)).ToList();
        return
        [
            .. Repeated(study.Languages, i => $"languages[{i}]"),
            .. bad.Where(x => x.tag.Length > 0)
                .Select(x => new Fault($"languages[{x.i}]", "bad_shape", "This is not a language tag such as en or zh-Hans.")),
            .. bad.Count == 0 && study.Languages.Count > 0 && study.Title.Count > 0 ? Titles(study) : [],
        ];
    }

    static IEnumerable<Fault> Titles(StudyDefinition study) =>
    [
        .. study.Languages.Except(study.Title.Keys)
            .Select(tag => new Fault($"title.{tag}", "no_title", "Each of the study's languages needs a title.")),
        .. study.Title.Keys.Except(study.Languages)
            .Select(tag => new Fault($"title.{tag}", "unknown_language", "The study's languages do not list this one.")),
    ];

    static IEnumerable<Fault> Allocation(StudyDefinition study)
    {
        if (study.Allocation is { Unit: AllocationUnit.None, Randomized: true })
            yield return new Fault("allocation.randomized", "contradiction", "Where nothing is allocated, nothing is randomized.");
        if (study is { Arms.Count: 1, Allocation.Unit: AllocationUnit.Participant or AllocationUnit.School })
            yield return new Fault("allocation.unit", "contradiction", "With one arm there is nothing to allocate.");
    }

    static IEnumerable<Fault> Timepoints(StudyDefinition study) =>
    [
        .. Repeated(study.Timepoints.Select(t => t.Id), i => $"timepoints[{i}].id"),
        .. study.Timepoints.SelectMany((t, i) => Week(t, $"timepoints[{i}].week")),
    ];

    static IEnumerable<Fault> Week(Timepoint timepoint, string at)
    {
        var session = timepoint.Kind is TimepointKind.BeforeSession or TimepointKind.AfterSession;
        if (timepoint is { Kind: TimepointKind.Course, Week: null })
            yield return new Fault(at, "no_week", "A timepoint of the course needs its week since the start.");
        if (session && timepoint.Week is not null)
            yield return new Fault(at, "does_not_apply", "A timepoint around a session has no week of its own.");
        if (timepoint.Week < 0) yield return new Fault(at, "out_of_range", "Weeks are counted from the start, which is week 0.");
    }

    static IEnumerable<Fault> Places(StudyDefinition study)
    {
        var schools = study.Districts
            .SelectMany((d, i) => d.Schools.Select((s, j) => (s.Id, At: $"districts[{i}].schools[{j}].id"))).ToList();
        return
        [
            .. Repeated(study.Districts.Select(d => d.Id), i => $"districts[{i}].id"),
            .. Repeated(schools.Select(s => s.Id), i => schools[i].At),
        ];
    }

    static IEnumerable<Fault> Instrument(StudyDefinition study, InstrumentUse use, InstrumentDefinition? instrument, string at) =>
    [
        .. use.Instrument.Length > 0 && use.Version.Length > 0 && instrument is null
            ? [new Fault(at, "unknown_instrument", "There is no instrument of this id and version.")]
            : Array.Empty<Fault>(),
        .. instrument?.Wording is not { } wording ? [] : study.Languages.Where(Ids.IsLanguage).Except(wording.Keys)
            .Select(tag => new Fault(at, "no_wording", $"The instrument has no wording in one of the study's languages ({tag}).")),
        .. Repeated(use.Timepoints, i => $"{at}.timepoints[{i}]"),
        .. use.Timepoints.SelectMany((id, i) =>
            Unknown(id, study.Timepoints.Select(t => t.Id), $"{at}.timepoints[{i}]", "unknown_timepoint", "timepoint")),
    ];
}
