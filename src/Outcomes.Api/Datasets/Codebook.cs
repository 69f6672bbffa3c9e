using System.Globalization;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Datasets;

/// <summary>One line of the codebook: a column, or what a column means for one item or one scale of an instrument.</summary>
sealed record CodebookEntry(string Table, string Variable, string What, string Type)
{
    public string Unit { get; init; } = "";
    public string Range { get; init; } = "";
    public string Values { get; init; } = "";
    public string Missing { get; init; } = "";
    public string Instrument { get; init; } = "";
    public string Version { get; init; } = "";
    public string Part { get; init; } = "";
    public string DefinitionHash { get; init; } = "";
    public string ScoringRule { get; init; } = "";
    public string MissingRule { get; init; } = "";
    public string Source { get; init; } = "";

    /// <summary>yes or no: whether the key was read in a primary source; empty where there is none to read.</summary>
    public string Confirmed { get; init; } = "";

    public static readonly IReadOnlyList<string> Columns =
    [
        "table", "variable", "instrument", "version", "part", "what", "type", "unit", "range", "values", "missing",
        "scoring_rule", "missing_rule", "source", "confirmed", "definition_hash",
    ];

    public string[] Cells =>
    [
        Table, Variable, Instrument, Version, Part, What, Type, Unit, Range, Values, Missing,
        ScoringRule, MissingRule, Source, Confirmed, DefinitionHash,
    ];
}

/// <summary>What every variable is, from the same definitions that made the data. No instrument's wording, but for our own check-in's.</summary>
static class Codebook
{
    public static IReadOnlyList<CodebookEntry> Entries(IReadOnlyList<DatasetTable> tables, IReadOnlyList<InstrumentDefinition> instruments) =>
    [
        .. tables.SelectMany(table => table.Fields.Select(field => Column(table, field))),
        .. instruments.SelectMany(instrument => instrument.Items.Select(item => Item(instrument, item))),
        .. instruments.SelectMany(instrument => instrument.Scales.Select(scale => Scale(instrument, scale))),
    ];

    static CodebookEntry Column(DatasetTable table, DatasetField field) => new(table.Name, field.Name, field.Description, field.Type)
    {
        Unit = field.Unit ?? "",
        Range = field.Minimum is null && field.Maximum is null ? "" : $"{Number(field.Minimum)} to {Number(field.Maximum)}".Trim(),
        Values = Labels(field.Categories),
        Missing = string.Join("; ", field.Missing.Select(m => $"{(m.Value.Length == 0 ? "empty" : m.Value)} = {m.Label}")),
    };

    static CodebookEntry Item(InstrumentDefinition instrument, Item item) => Of(instrument, "items", item.Id,
        instrument.Wording?.GetValueOrDefault("en")?.GetValueOrDefault(item.Id) ?? item.Label ?? $"Item {item.Id} of {instrument.ShortTitle}.") with
    {
        Range = $"{Number(item.Min)} to {Number(item.Max)}",
        Values = string.Join("; ", item.Values.Select(v => Number(v))),
        Source = string.Join(" ", instrument.Scales.Where(s => s.Items.Contains(item.Id))
            .Select(s => Citation(instrument, s.Source)).Distinct()),
    };

    static CodebookEntry Scale(InstrumentDefinition instrument, Scale scale) => Of(instrument, "scores", scale.Id,
        $"{scale.Title}. {Text(scale.Direction)}") with
    {
        Unit = "points",
        Range = $"{Number(scale.Min)} to {Number(scale.Max)}",
        ScoringRule = Rule(scale),
        MissingRule = $"{scale.Missing.Allowed} of {(scale.Rule == ScoreRule.Composite ? $"{scale.Scales.Count} scales" : $"{scale.Items.Count} items")} may be missing"
            + (scale.Missing.Prorate ? $"; prorated from {(scale.Rule == ScoreRule.Composite ? "the others" : "the answered items")}{(scale.Missing.Round ? " and rounded to a whole" : "")}." : ".")
            + $" Source: {Citation(instrument, scale.Missing.Source)}{(scale.Missing.Confirmed ? "" : " (not confirmed)")}",
        Source = Citation(instrument, scale.Source),
        Confirmed = scale.Confirmed ? "yes" : "no",
    };

    static CodebookEntry Of(InstrumentDefinition instrument, string table, string part, string what) => new(table, "value", what, "number")
    {
        Instrument = instrument.Id, Version = instrument.Version, Part = part, DefinitionHash = instrument.Hash,
    };

    static string Rule(Scale scale)
    {
        if (scale.Rule == ScoreRule.Composite) return $"Sum of the scores {string.Join(", ", scale.Scales)}.";
        var rule = scale.Rule switch
        {
            ScoreRule.Sum => "Sum",
            ScoreRule.Mean => "Mean",
            ScoreRule.RescaledSum => $"Sum × {Number(scale.Factor)} + {Number(scale.Offset)}",
            _ => "Sum, looked up in the definition's table",
        };
        var reversed = scale.Reverse.Count == 0 ? "" : $"; turned round first (minimum + maximum − answer): {string.Join(", ", scale.Reverse)}";
        var recoded = scale.Recode.Count == 0 ? "" : $"; recoded first: {string.Join(", ", scale.Recode.Select(r => $"{Number(r.Key)} = {Number(r.Value)}"))}";
        var zero = scale.ZeroIf is { } if0 ? $"; 0 if item {if0.Item} is {Number(if0.Value)}" : "";
        return $"{rule} of items {string.Join(", ", scale.Items)}{reversed}{recoded}{zero}.";
    }

    static string Text(Direction direction) => direction switch
    {
        Direction.LowerIsBetter => "Lower is better.",
        Direction.HigherIsBetter => "Higher is better.",
        _ => "Neither direction is better.",
    };

    static string Citation(InstrumentDefinition instrument, string id) => instrument.Sources.FirstOrDefault(s => s.Id == id)?.Citation ?? id;

    static string Labels(IReadOnlyList<Labelled> values) =>
        string.Join("; ", values.Select(v => v.Label == v.Value ? v.Value : $"{v.Value} = {v.Label}"));

    static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
