namespace Outcomes.Domain.Instruments;

/// <summary>What a scale must say for its score to be what it claims.</summary>
static class ScaleRules
{
    /// <param name="sound">The definition's items without fault; a scale of others is not asked what it can score.</param>
    public static IEnumerable<Fault> Check(InstrumentDefinition d, Scale scale, List<Item> sound, string at)
    {
        var items = scale.Items.Select(id => sound.FirstOrDefault(i => i.Id == id)).OfType<Item>().ToList();
        return
        [
            .. scale.Rule == ScoreRule.Composite ? CompositeRules.Check(d, scale, at) : OfItems(d, scale, items, at),
            .. scale.Reliability.SelectMany((r, i) => Reliability(r, $"{at}.reliability[{i}]")),
            .. scale.Norms.SelectMany((n, i) => Norm(scale, n, $"{at}.norms[{i}]")),
        ];
    }

    static IEnumerable<Fault> OfItems(InstrumentDefinition d, Scale scale, List<Item> items, string at) =>
    [
        .. Items(d, scale, at), .. Missing(scale, items, at), .. Recode(d, scale, items, at),
        .. items.Count > 0 && items.Count == scale.Items.Count && Recoded(scale, items) ? Range(scale, items, at) : [],
    ];

    /// <summary>A recoding names every answer that can be ticked; points are then theirs, and turning them round is writing them the other way.</summary>
    static IEnumerable<Fault> Recode(InstrumentDefinition d, Scale scale, List<Item> items, string at)
    {
        if (scale.Recode.Count > 0 && scale.Reverse.Count > 0) yield return new Fault($"{at}.reverse", "does_not_apply", "Points of a recoding are not turned round.");
        if (!Recoded(scale, items)) yield return new Fault($"{at}.recode", "incomplete", "A recoding gives points to every value of each item of the scale, and to nothing else.");
        if (scale.ZeroIf is { Item.Length: > 0 } zero && d.Items.Count > 0 && d.Items.FirstOrDefault(i => i.Id == zero.Item)?.Values.Contains(zero.Value) != true)
            yield return new Fault($"{at}.zero_if.value", "unknown_item", "The definition has no such item, or the item has no such value.");
    }

    static bool Recoded(Scale scale, List<Item> items) => scale.Recode.Count == 0 || items.All(i => i.Values.Count == scale.Recode.Count && i.Values.All(scale.Recode.ContainsKey));

    public static IEnumerable<(string At, string Source)> SourcesOf(Scale scale, string at) =>
    [
        (at, scale.Source), ($"{at}.missing", scale.Missing.Source),
        .. scale.Reliability.Select((r, i) => ($"{at}.reliability[{i}]", r.Source)),
        .. scale.Norms.Select((n, i) => ($"{at}.norms[{i}]", n.Source)),
    ];

    static IEnumerable<Fault> Items(InstrumentDefinition d, Scale scale, string at) =>
    [
        .. InstrumentRules.Repeated(scale.Items, $"{at}.items"),
        .. InstrumentRules.Repeated(scale.Reverse, $"{at}.reverse"),
        .. Unknown(scale.Items, d.Items.Select(i => i.Id), $"{at}.items", "The definition has no such item."),
        .. Unknown(scale.Reverse, scale.Items, $"{at}.reverse", "Only an item of the scale can be reversed."),
    ];

    internal static IEnumerable<Fault> Unknown(IReadOnlyList<string> named, IEnumerable<string> known, string list, string reason) =>
        !known.Any() ? [] : named.Select((id, i) => (id, i)).Where(x => x.id.Length > 0 && !known.Contains(x.id))
            .Select(x => new Fault($"{list}[{x.i}]", "unknown_item", reason));

    static IEnumerable<Fault> Missing(Scale scale, List<Item> items, string at)
    {
        var (allowed, prorate) = (scale.Missing.Allowed, scale.Missing.Prorate);
        if (allowed < 0 || (allowed > 0 && scale.Items.Count > 0 && allowed >= scale.Items.Count))
            yield return new Fault($"{at}.missing.allowed", "out_of_range", "From none to all but one of the items may be missing.");
        if (prorate && items.Any(i => InstrumentRules.Differ(i.Min, items[0].Min) || InstrumentRules.Differ(i.Max, items[0].Max)))
            yield return new Fault($"{at}.missing.prorate", "unequal_ranges", "Items of different ranges cannot stand in for each other.");
    }

    static IEnumerable<Fault> Range(Scale scale, List<Item> items, string at)
    {
        if (scale.Min >= scale.Max)
            yield return new Fault($"{at}.max", "range_reversed", "The largest score must be above the smallest.");
        if (scale is { Rule: ScoreRule.RescaledSum, Factor: 0 })
            yield return new Fault($"{at}.factor", "zero", "A factor of zero leaves no score.");
        double low = items.Sum(i => Lowest(scale, i)), high = items.Sum(i => Highest(scale, i));
        foreach (var fault in scale.Rule == ScoreRule.Table ? Table(scale, items, low, high, at) : []) yield return fault;
        var (min, max) = Expected(scale, items.Count, low, high);
        if (InstrumentRules.Differ(scale.Min, min))
            yield return new Fault($"{at}.min", "does_not_follow", "This is not the smallest score that the items and the rule allow.");
        if (InstrumentRules.Differ(scale.Max, max))
            yield return new Fault($"{at}.max", "does_not_follow", "This is not the largest score that the items and the rule allow.");
    }

    static double Lowest(Scale scale, Item item) => scale.Recode.Count > 0 ? scale.Recode.Values.Min() : item.Min;

    static double Highest(Scale scale, Item item) => scale.Recode.Count > 0 ? scale.Recode.Values.Max() : item.Max;

    static (double Min, double Max) Expected(Scale scale, int items, double low, double high)
    {
        var (a, b) = scale.Rule switch
        {
            ScoreRule.Sum => (low, high),
            ScoreRule.Mean => (low / items, high / items),
            ScoreRule.RescaledSum => (low * scale.Factor + scale.Offset, high * scale.Factor + scale.Offset),
            ScoreRule.Table when scale.Table.Count > 0 => (scale.Table.Values.Min(), scale.Table.Values.Max()),
            _ => (double.NaN, double.NaN),
        };
        return (Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>A row for every whole sum between the extremes, no other row, and no turning back, which is a typing error.</summary>
    static IEnumerable<Fault> Table(Scale scale, List<Item> items, double low, double high, string at)
    {
        if (!items.All(TakesWholeValues))
        {
            yield return new Fault($"{at}.table", "not_whole", "A table needs items that take whole values only.");
            yield break;
        }
        if (scale.Table.Count == 0) yield break;
        var rows = scale.Table.OrderBy(r => r.Key).ToList();
        var sums = low >= 0 && high < 10_000 ? Enumerable.Range((int)low, (int)(high - low) + 1) : [];
        var gaps = sums.Where(sum => !scale.Table.ContainsKey(sum)).ToList();
        if (gaps.Count > 0)
            yield return new Fault($"{at}.table", "incomplete", $"There is no score for these raw sums: {string.Join(", ", gaps)}.");
        foreach (var row in rows.Where(r => r.Key < low || r.Key > high))
            yield return new Fault($"{at}.table.{row.Key}", "out_of_range", "The items cannot make this raw sum.");
        var steps = rows.Zip(rows.Skip(1), (a, b) => b.Value - a.Value).ToList();
        if (steps.Any(s => s > 0) && steps.Any(s => s < 0))
            yield return new Fault($"{at}.table", "turns_back", "The scores rise and fall again; they must run one way.");
    }

    static bool TakesWholeValues(Item item) => item.Kind == ItemKind.Choice
        ? item.Values.All(double.IsInteger)
        : double.IsInteger(item.Min) && item.Step is { } step && double.IsInteger(step);

    static IEnumerable<Fault> Reliability(Reliability r, string at)
    {
        if (r.Value is < 0 or > 1) yield return new Fault($"{at}.value", "out_of_range", "A reliability is from 0 to 1.");
    }

    static IEnumerable<Fault> Norm(Scale scale, Norm norm, string at)
    {
        if (norm.Mean < scale.Min || norm.Mean > scale.Max)
            yield return new Fault($"{at}.mean", "out_of_range", "A norm's mean lies within the scale's range.");
        if (norm.Sd <= 0) yield return new Fault($"{at}.sd", "not_positive", "A standard deviation is above zero.");
        if (norm.N < 1) yield return new Fault($"{at}.n", "not_positive", "A sample has at least one person.");
    }
}
