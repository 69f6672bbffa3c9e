using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>
/// What the rules of a plan ask of its study again and again. Like the rules it is phrased so that a stand-in for something
/// unreadable ("", an enum's value without a name) is taken for nothing wrong: one mistake is one fault.
/// </summary>
sealed class PlanLookup(StudyDefinition study, Func<string, string, InstrumentDefinition?> find)
{
    public StudyDefinition Study => study;
    public PlanDefinition Plan => study.Plan;

    /// <summary>Contrasts are of course outcomes: without one of each there is nothing to adjust or to compute otherwise.</summary>
    public bool Compares => Plan.Contrasts.Count > 0 && Plan.Outcomes.Any(o => o.Estimand != Estimand.SessionChange);

    public IEnumerable<PlannedOutcome> CourseOutcomes => Plan.Outcomes.Where(o => o.Estimand == Estimand.CourseChange);

    public InstrumentUse? Use(string? instrument) => study.Instruments.FirstOrDefault(u => u.Instrument == instrument);

    public InstrumentDefinition? Instrument(string? id) => Use(id) is { } use ? find(use.Instrument, use.Version) : null;

    public PlannedOutcome? Outcome(string id) => Plan.Outcomes.FirstOrDefault(o => o.Id == id);

    public Timepoint? Timepoint(string? id) => study.Timepoints.FirstOrDefault(t => t.Id == id);

    public Scale? ScaleOf(PlannedOutcome? outcome) => outcome is null ? null : Instrument(outcome.Instrument)?.FindScale(outcome.Scale);

    /// <summary>A scale that the study measures.</summary>
    public IEnumerable<Fault> Scale(string instrument, string scale, string at) =>
    [
        .. StudyRules.Unknown(instrument, study.Instruments.Select(u => u.Instrument), $"{at}.instrument", "unknown_instrument", "instrument"),
        .. scale.Length == 0 || Instrument(instrument) is not { } known || known.FindScale(scale) is not null ? Array.Empty<Fault>()
            : [new Fault($"{at}.scale", "unknown_scale", "The instrument has no such scale.")],
    ];

    /// <summary>A timepoint at which the instrument is used.</summary>
    public IEnumerable<Fault> Time(string instrument, string id, string at) => Timepoint(id) is null
        ? StudyRules.Unknown(id, study.Timepoints.Select(t => t.Id), at, "unknown_timepoint", "timepoint")
        : Use(instrument) is { } use && !use.Timepoints.Contains(id)
            ? [new Fault(at, "not_measured", "The instrument is not used at this timepoint.")] : [];

    public IEnumerable<Fault> KnownOutcome(string id, string at) =>
        StudyRules.Unknown(id, Plan.Outcomes.Select(o => o.Id), $"{at}.outcome", "unknown_outcome", "outcome");

    /// <summary>Two arms of the study, compared with each other.</summary>
    public IEnumerable<Fault> Pair(string arm, string comparator, string at)
    {
        var arms = study.Arms.Select(a => a.Id).ToList();
        return
        [
            .. StudyRules.Unknown(arm, arms, $"{at}.arm", "unknown_arm", "arm"),
            .. StudyRules.Unknown(comparator, arms, $"{at}.comparator", "unknown_arm", "arm"),
            .. arm.Length > 0 && arm == comparator ? [new Fault(at, "same_arm", "An arm cannot be compared with itself.")] : Array.Empty<Fault>(),
        ];
    }

    /// <summary>The same for both orders: comparing them the other way round is the same contrast.</summary>
    public static string Unordered(string arm, string comparator) => string.Join('/', new[] { arm, comparator }.Order(StringComparer.Ordinal));

    /// <summary>A list that stands beside contrasts, and says nothing without one.</summary>
    public IEnumerable<Fault> NeedsContrast(int count, string at) => count == 0 || Compares ? []
        : [new Fault(at, "no_contrast", "This is about contrasts of arms on course outcomes, and the plan has none.")];

    public IEnumerable<Fault> NeedsLevels(bool several, string at, string what) => several ? []
        : [new Fault(at, "one_level", $"The study has one {what} only, so it cannot be told apart by it.")];

    public bool SeveralLanguages => study.Languages.Count != 1;

    public bool SeveralDistricts => study.Districts.Count != 1;

    public bool OneSchool => study.Schools.Count() == 1;

    /// <summary>A member that belongs to some kinds of its object: there with those, and with no other.</summary>
    public static IEnumerable<Fault> Belongs(bool belongs, bool given, string at) => (belongs, given) switch
    {
        (true, false) => [new Fault(at, "needed_here", "What was chosen beside it needs this member.")],
        (false, true) => [new Fault(at, "does_not_apply", "What was chosen beside it has no use for this member.")],
        _ => [],
    };
}
