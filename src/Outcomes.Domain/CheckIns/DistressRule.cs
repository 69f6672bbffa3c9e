using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.CheckIns;

/// <summary>A score at which the therapist is told to look after whoever gave the answers. The study sets it; the student is told beforehand.</summary>
/// <param name="AtLeast">Met from here upwards; null: not upwards.</param>
/// <param name="AtMost">Met from here downwards; null: not downwards.</param>
public sealed record DistressRule(string Instrument, string Scale, double? AtLeast, double? AtMost)
{
    public bool IsMetBy(IReadOnlyList<Score> scores) => scores.Any(s => s.Scale == Scale && s.Value is { } value && (value >= AtLeast || value <= AtMost));
}

/// <summary>What the therapist did about it. Codes alone: what needs words goes into a sealed note.</summary>
public enum DistressAction { Talked, Referred, OtherAdultTold, NoNeed }

/// <summary>Phrased so that a stand-in for something unreadable breaks no rule.</summary>
static class DistressRules
{
    internal static DistressRule Read(JsonObjectReader json) =>
        new(json.Text("instrument"), json.Text("scale"), json.OptionalNumber("at_least"), json.OptionalNumber("at_most"));

    internal static IEnumerable<Fault> Check(StudyDefinition study, Func<string, string, InstrumentDefinition?> find) =>
    [
        .. StudyRules.Repeated(study.Distress.Select(d => d.Instrument.Length > 0 && d.Scale.Length > 0 ? $"{d.Instrument} {d.Scale}" : ""), i => $"distress[{i}]"),
        .. study.Distress.SelectMany((rule, i) => Check(study, rule, $"distress[{i}]", find)),
    ];

    static IEnumerable<Fault> Check(StudyDefinition study, DistressRule rule, string at, Func<string, string, InstrumentDefinition?> find)
    {
        foreach (var fault in StudyRules.Unknown(rule.Instrument, study.Instruments.Select(u => u.Instrument), $"{at}.instrument", "unknown_instrument", "instrument")) yield return fault;
        if (rule is { AtLeast: null, AtMost: null }) yield return new($"{at}.at_least", "no_threshold", "Say from which score on the therapist is told: at_least, at_most or both.");
        if (rule.AtLeast <= rule.AtMost) yield return new($"{at}.at_most", "contradiction", "Every score meets this rule: at_most lies below at_least.");
        if (study.Instruments.FirstOrDefault(u => u.Instrument == rule.Instrument) is not { } use || find(use.Instrument, use.Version) is not { } instrument || rule.Scale.Length == 0) yield break;
        if (instrument.FindScale(rule.Scale) is not { } scale)
        {
            yield return new($"{at}.scale", "unknown_scale", "The instrument has no such scale.");
            yield break;
        }
        if (rule.AtLeast < scale.Min || rule.AtLeast > scale.Max) yield return OutOfRange($"{at}.at_least", scale);
        if (rule.AtMost < scale.Min || rule.AtMost > scale.Max) yield return OutOfRange($"{at}.at_most", scale);
    }

    static Fault OutOfRange(string at, Scale scale) => new(at, "out_of_range", FormattableString.Invariant($"The scale's scores lie between {scale.Min} and {scale.Max}."));
}
