namespace Outcomes.Domain.Instruments;

/// <summary>What a scale of scales must say: it adds the scores of scales that stand before it.</summary>
static class CompositeRules
{
    public static IEnumerable<Fault> Check(InstrumentDefinition d, Scale scale, string at)
    {
        var before = d.Scales.TakeWhile(s => !ReferenceEquals(s, scale)).ToList();
        var parts = scale.Scales.Select(id => before.FirstOrDefault(s => s.Id == id)).ToList();
        return
        [
            .. InstrumentRules.Repeated(scale.Scales, $"{at}.scales"),
            .. scale.Scales.Select((id, i) => (id, i)).Where(x => x.id.Length > 0 && parts[x.i] is null)
                .Select(x => new Fault($"{at}.scales[{x.i}]", "unknown_scale", "A composite adds scales that are defined before it, and this one is not.")),
            .. parts.Count > 0 && parts.All(p => p is not null) ? Together(scale, [.. parts.OfType<Scale>().Distinct()], at) : [],
        ];
    }

    static IEnumerable<Fault> Together(Scale scale, List<Scale> parts, string at)
    {
        var items = parts.Sum(p => p.Items.Count);
        if (items != scale.Items.Count) yield return new Fault($"{at}.scales", "counted_twice", "Two of these scales share an item, which would count twice.");
        if (scale.Missing.Allowed < 0 || (scale.Missing.Allowed > 0 && scale.Missing.Allowed >= parts.Count))
            yield return new Fault($"{at}.missing.allowed", "out_of_range", "From none to all but one of the scales may be missing.");
        if (scale.Missing.Prorate && parts.Any(p => InstrumentRules.Differ(p.Min, parts[0].Min) || InstrumentRules.Differ(p.Max, parts[0].Max)))
            yield return new Fault($"{at}.missing.prorate", "unequal_ranges", "Scales of different ranges cannot stand in for each other.");
        if (InstrumentRules.Differ(scale.Min, parts.Sum(p => p.Min)))
            yield return new Fault($"{at}.min", "does_not_follow", "This is not the sum of the scales' smallest scores.");
        if (InstrumentRules.Differ(scale.Max, parts.Sum(p => p.Max)))
            yield return new Fault($"{at}.max", "does_not_follow", "This is not the sum of the scales' largest scores.");
    }
}
