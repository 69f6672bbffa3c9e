namespace Outcomes.Domain.Instruments;

/// <summary>
/// What the members of a definition must say together. Phrased so that a stand-in for something unreadable breaks no rule
/// (see <see cref="JsonObjectReader"/>): one mistake is one fault.
/// </summary>
static class InstrumentRules
{
    /// <param name="ofForm">What was already wrong: a scale is not asked about items that are themselves at fault.</param>
    public static IReadOnlyList<Fault> Check(InstrumentDefinition d, IReadOnlyList<Fault> ofForm)
    {
        Fault[] ofItems =
        [
            .. Repeated(d.Items.Select(i => i.Id), "items", ".id"),
            .. d.Items.SelectMany((item, i) => Item(item, $"items[{i}]")),
        ];
        var atFault = ofForm.Concat(ofItems).Select(f => f.Field).ToList();
        var sound = d.Items.Where((_, i) => !atFault.Any(f => f.StartsWith($"items[{i}]", StringComparison.Ordinal))).ToList();
        return
        [
            .. ofItems,
            .. Repeated(d.Scales.Select(s => s.Id), "scales", ".id"),
            .. Repeated(d.Sources.Select(s => s.Id), "sources", ".id"),
            .. d.Scales.SelectMany((scale, i) => ScaleRules.Check(d, scale, sound, $"scales[{i}]")),
            .. d.Sources.SelectMany((source, i) => Links(source, $"sources[{i}]")),
            .. UnknownSources(d),
            .. Ages(d.Ages),
            .. Repeated(d.Bands.Select(b => b.Id), "bands", ".id"),
            .. BandRules.Check(d),
            .. WordingRules.Check(d),
        ];
    }

    internal static IEnumerable<Fault> Repeated(IEnumerable<string> ids, string list, string member = "")
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. ids.Select((id, i) => (id, i)).Where(x => x.id.Length > 0 && !seen.Add(x.id))
            .Select(x => new Fault($"{list}[{x.i}]{member}", "duplicate_id", "This stands in the list twice."))];
    }

    static IEnumerable<Fault> Item(Item item, string at)
    {
        if (item.Min >= item.Max)
            yield return new Fault($"{at}.max", "range_reversed", "The largest value must be above the smallest.");
        var ofItsKind = item.Kind switch
        {
            ItemKind.Choice => Choice(item, at),
            ItemKind.Number or ItemKind.VisualAnalogue => Line(item, at),
            _ => [],
        };
        foreach (var fault in ofItsKind) yield return fault;
    }

    static IEnumerable<Fault> Choice(Item item, string at)
    {
        if (item.Step is not null) yield return new Fault($"{at}.step", "does_not_apply", "A choice has values, not a step.");
        if (item.Values.Count < 2)
        {
            yield return new Fault($"{at}.values", "too_few", "A choice has at least two values.");
            yield break;
        }
        if (item.Values.Zip(item.Values.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return new Fault($"{at}.values", "not_ascending", "The values must ascend.");
        else if (item.Min < item.Max && (Differ(item.Values[0], item.Min) || Differ(item.Values[^1], item.Max)))
            yield return new Fault($"{at}.values", "not_the_range", "The first and the last value must be min and max.");
    }

    static IEnumerable<Fault> Line(Item item, string at)
    {
        if (item.Values.Count > 0) yield return new Fault($"{at}.values", "does_not_apply", "Only a choice has values.");
        if (item.Step <= 0) yield return new Fault($"{at}.step", "not_positive", "A step is above zero.");
        else if (item.Step > 0 && item.Max > item.Min && !AnswerRules.IsMultiple(item.Max - item.Min, item.Step.Value))
            yield return new Fault($"{at}.step", "not_the_range", "The range must be a whole number of steps.");
    }

    static IEnumerable<Fault> Links(Source source, string at)
    {
        if (source.Doi is { Length: > 0 } doi && !doi.StartsWith("10.", StringComparison.Ordinal))
            yield return new Fault($"{at}.doi", "bad_shape", "A DOI begins with 10. and has no address before it.");
        if (source.Url is { Length: > 0 } url && !(url.StartsWith("https://", StringComparison.Ordinal) && Uri.IsWellFormedUriString(url, UriKind.Absolute)))
            yield return new Fault($"{at}.url", "bad_shape", "A source's address begins with https.");
    }

    static IEnumerable<Fault> Ages(Ages? ages)
    {
        if (ages is { From: < 0 or > 120 }) yield return new Fault("ages.from", "out_of_range", "An age is given in years.");
        if (ages?.To < ages?.From) yield return new Fault("ages.to", "range_reversed", "The oldest age is not below the youngest.");
    }

    static IEnumerable<Fault> UnknownSources(InstrumentDefinition d)
    {
        var known = d.Sources.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var named = d.Scales.SelectMany((scale, i) => ScaleRules.SourcesOf(scale, $"scales[{i}]"))
            .Prepend((At: "licence", Source: d.Licence.Source))
            .Concat(d.Ages is { } ages ? [(At: "ages", ages.Source)] : [])
            .Concat(d.Bands.Select((b, i) => (At: $"bands[{i}]", b.Source)))
            .Concat(d.WorkedExamples.Select((e, i) => (At: $"worked_examples[{i}]", e.Source)));
        return known.Count == 0 ? [] : named.Where(n => n.Source.Length > 0 && !known.Contains(n.Source))
            .Select(n => new Fault($"{n.At}.source", "unknown_source", "The sources do not list this one."));
    }

    internal static bool Differ(double a, double b) => Math.Abs(a - b) > 1e-9 * Math.Max(1, Math.Abs(b));
}
