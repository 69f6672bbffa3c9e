using Outcomes.Domain;

namespace Outcomes.Api.Datasets;

/// <summary>Columns and fields that several grains have.</summary>
static class Columns
{
    public static DatasetField Uuid(string name, string description) => new(name, "string", description) { Format = "uuid" };

    public static DatasetField OneOf(string name, string description, IReadOnlyList<Labelled> categories) =>
        new(name, "string", description) { Categories = categories };

    public static DatasetField Measured(string name, string type, string description, string unit, string missing) =>
        new(name, type, description) { Unit = unit, Minimum = 0, Required = false, Missing = [new("", missing)] };

    public static IReadOnlyList<Labelled> Names<T>() where T : struct, Enum =>
        [.. EnumNames<T>.All.Select(name => new Labelled(name, name.Replace('_', ' ')))];

    public static Column<T> Text<T>(DatasetField field, Func<T, string?> value) => new(field, (csv, row) => csv.WriteField(value(row)));

    public static Column<T> Number<T>(DatasetField field, Func<T, long?> value) => new(field, (csv, row) => csv.WriteField(value(row)));

    public static Column<T> Number<T>(DatasetField field, Func<T, double?> value) => new(field, (csv, row) => csv.WriteField(value(row)));

    public static Column<T> Flag<T>(DatasetField field, Func<T, bool?> value) => new(field, (csv, row) => { if (value(row) is { } said) csv.WriteField(said); else csv.WriteField(""); });

    // Simpler than the rule at the gate: Table Schema's patterns are those of XML Schema, which know no look-ahead.
    public static DatasetField Pseudonym(string description) => new("participant", "string", description) { Pattern = "[A-Z0-9][A-Z0-9-]{2,18}[A-Z0-9]" };
}
