using System.Globalization;

namespace Outcomes.Domain.Instruments;

/// <summary>Reads one scale of a definition (see <see cref="InstrumentReader"/>).</summary>
static class ScaleReader
{
    public static Scale Read(JsonObjectReader json)
    {
        var rule = json.OneOf<ScoreRule>("rule");
        var composite = rule == ScoreRule.Composite;
        return new Scale
        {
            Id = json.Id(),
            Title = json.Text("title"),
            Items = composite ? [] : json.Texts("items"),
            Scales = composite ? json.Texts("scales") : [],
            Reverse = composite ? [] : json.Texts("reverse", required: false),
            Recode = composite ? new Dictionary<double, double>() : Recode(json),
            ZeroIf = composite ? null : json.OptionalObject("zero_if", zero => new ZeroIf(zero.Text("item"), zero.Number("value"))),
            Rule = rule,
            Factor = composite ? 1 : Only(ScoreRule.RescaledSum, rule, json, "factor", 1),
            Offset = composite ? 0 : Only(ScoreRule.RescaledSum, rule, json, "offset", 0),
            Table = composite ? new Dictionary<int, double>() : Table(json, rule),
            Min = json.Number("min"),
            Max = json.Number("max"),
            Direction = json.OneOf<Direction>("direction"),
            Missing = json.Object("missing", Missing),
            Reliability = json.OptionalList("reliability", Reliability),
            Norms = json.OptionalList("norms", Norm),
            Source = json.Text("source"),
            Confirmed = json.Flag("confirmed"),
        };
    }

    /// <summary>Composites get the items of their scales: whoever counts or turns items round then need not know what a composite is.</summary>
    public static IReadOnlyList<Scale> WithItems(IReadOnlyList<Scale> scales)
    {
        var done = new List<Scale>();
        foreach (var scale in scales)
        {
            var parts = scale.Scales.Select(id => done.FirstOrDefault(s => s.Id == id)).OfType<Scale>().ToList();
            done.Add(scale.Rule != ScoreRule.Composite ? scale : scale with
            {
                Items = [.. parts.SelectMany(p => p.Items).Distinct(StringComparer.Ordinal)],
                Reverse = [.. parts.SelectMany(p => p.Reverse).Distinct(StringComparer.Ordinal)],
            });
        }
        return done;
    }

    static IReadOnlyDictionary<double, double> Recode(JsonObjectReader json)
    {
        var recode = new SortedDictionary<double, double>();
        json.OptionalMap("recode", (map, answer) =>
        {
            if (!double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                map.Fault(answer, "not_an_answer", "A recoding's members are answers: numbers.");
            return recode[value] = map.Number(answer);
        });
        return recode;
    }

    static double Only(ScoreRule meant, ScoreRule rule, JsonObjectReader json, string name, double otherwise)
    {
        var number = json.OptionalNumber(name);
        if (number is not null && rule != meant) DoesNotApply(json, name, rule);
        return number ?? otherwise;
    }

    static void DoesNotApply(JsonObjectReader json, string name, ScoreRule rule)
    {
        if (Enum.IsDefined(rule)) json.Fault(name, "does_not_apply", "This member belongs to another scoring rule.");
    }

    static IReadOnlyDictionary<int, double> Table(JsonObjectReader json, ScoreRule rule)
    {
        if (rule != ScoreRule.Table)
        {
            if (json.Optional("table") is not null) DoesNotApply(json, "table", rule);
            return new Dictionary<int, double>();
        }
        var table = new SortedDictionary<int, double>();
        var read = json.OptionalMap("table", (map, raw) =>
        {
            var invariant = CultureInfo.InvariantCulture;
            if (!int.TryParse(raw, NumberStyles.None, invariant, out var sum) || sum.ToString(invariant) != raw)
                map.Fault(raw, "not_a_sum", "A table's members are raw sums: whole numbers, without leading zeros.");
            return table[sum] = map.Number(raw);
        });
        if (read is null) json.Fault("table", "no_table", "Scoring by table needs the table.");
        return table;
    }

    /// <summary>A sum of fewer items is comparable only if it is prorated; so the two stand together, or neither does.</summary>
    static MissingRule Missing(JsonObjectReader json)
    {
        var rule = new MissingRule(json.Integer("allowed"), json.Flag("prorate"), json.Text("source"), json.Flag("confirmed"), json.OptionalFlag("round") ?? false);
        if (json.Sound && rule.Allowed >= 0 && rule.Prorate != rule.Allowed > 0)
            json.Fault("prorate", "contradiction", "A score is prorated if, and only if, at least one item may be missing.");
        if (json.Sound && rule.Round && !rule.Prorate)
            json.Fault("round", "does_not_apply", "Only a prorated score is rounded.");
        return rule;
    }

    static Reliability Reliability(JsonObjectReader json) => new(
        json.Text("coefficient"), json.Number("value"), json.Text("population"), json.Text("source"), json.Flag("confirmed"));

    static Norm Norm(JsonObjectReader json) => new(
        json.Text("population"), json.Number("mean"), json.Number("sd"), json.OptionalInteger("n"),
        json.Text("source"), json.Flag("confirmed"));
}
