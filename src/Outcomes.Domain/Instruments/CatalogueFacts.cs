namespace Outcomes.Domain.Instruments;

/// <summary>What the first six definitions measure. They are older than the member that says it, and scores stand on their hashes: so it stands here.</summary>
public static class CatalogueFacts
{
    static readonly Dictionary<string, MeasuredDomain[]> Earlier = new(StringComparer.Ordinal)
    {
        ["erq-ca"] = [MeasuredDomain.EmotionalRegulation],
        ["pss-10"] = [MeasuredDomain.Stress],
        ["session-check-in"] = [MeasuredDomain.Session, MeasuredDomain.EmotionalRegulation, MeasuredDomain.Stress, MeasuredDomain.SocialInteraction],
        ["state-anxiety"] = [MeasuredDomain.Anxiety],
        ["swemwbs"] = [MeasuredDomain.Wellbeing],
        ["who-5"] = [MeasuredDomain.Wellbeing],
    };

    public static IReadOnlyList<MeasuredDomain> DomainsOf(InstrumentDefinition d) => d.Domains.Count > 0 ? d.Domains : Earlier.GetValueOrDefault(d.Id) ?? [];
}
