namespace Outcomes.Domain.Instruments;

/// <summary>A published table of names for ranges of scores. Two tables for one instrument are the rule: each is named by whoever uses it.</summary>
/// <param name="Scales">By scale id, from the lowest score to the highest.</param>
public sealed record BandTable(string Id, string Title, IReadOnlyDictionary<string, IReadOnlyList<Band>> Scales, string Source, bool Confirmed)
{
    /// <summary>The name of a score; null where the table does not speak of the scale.</summary>
    public string? Of(string scale, double score) => Scales.GetValueOrDefault(scale)?.FirstOrDefault(b => score >= b.From && score <= b.To)?.Label;
}

/// <param name="From">Lowest score of the band.</param>
/// <param name="To">Highest score of the band.</param>
public sealed record Band(string Label, double From, double To);

static class BandRules
{
    public static IEnumerable<Fault> Check(InstrumentDefinition d) => d.Bands.SelectMany((table, i) => table.Scales.SelectMany(s =>
        d.FindScale(s.Key) is { } scale ? Bands(scale, s.Value, $"bands[{i}].scales.{s.Key}")
            : d.Scales.Count == 0 ? [] : [new Fault($"bands[{i}].scales.{s.Key}", "unknown_scale", "The definition has no such scale.")]));

    /// <summary>From the lowest score to the highest without a gap: a score without a name would look like one that was forgotten.</summary>
    static IEnumerable<Fault> Bands(Scale scale, IReadOnlyList<Band> bands, string at)
    {
        for (var i = 0; i < bands.Count; i++)
            if (bands[i].From > bands[i].To || (i > 0 && InstrumentRules.Differ(bands[i].From, bands[i - 1].To + 1)))
                yield return new Fault($"{at}[{i}].from", "not_ascending", "A band begins one above the end of the band before it, and does not end before it begins.");
        if (bands.Count > 0 && (InstrumentRules.Differ(bands[0].From, scale.Min) || InstrumentRules.Differ(bands[^1].To, scale.Max)))
            yield return new Fault(at, "not_the_range", "The bands reach from the scale's smallest score to its largest.");
    }
}
