using System.Text.Json;

namespace Outcomes.Oracle;

/// <summary>One reference number, or a small tree of them.</summary>
/// <param name="Key">Its place in the case, such as <c>change/d_z</c>.</param>
/// <param name="Value">The value or tree of values.</param>
/// <param name="Call">The call that made it.</param>
/// <param name="RelativeTolerance">Null: for information only.</param>
public sealed record Reference(string Key, JsonElement Value, string Call, double? RelativeTolerance, double AbsoluteTolerance);

/// <summary>A case: data, the model meant, and the reference.</summary>
public sealed class Case
{
    Case(string name, JsonElement root, Table data)
    {
        (Name, Data) = (name, data);
        Kind = name.Split('_')[0];
        Model = root.TryGetProperty("model", out var model) ? model : default;
        Columns = root.TryGetProperty("data", out var about) && about.TryGetProperty("columns", out var columns) ? columns : default;
        Covers = root.TryGetProperty("covers", out var covers) ? [.. covers.EnumerateArray().Select(one => one.GetString()!)] : [];
        References = Collect("", root.GetProperty("reference")).ToDictionary(reference => reference.Key);
    }

    public string Name { get; }

    /// <summary>The first word of the name.</summary>
    public string Kind { get; }

    /// <summary>Text, an object, or nothing.</summary>
    public JsonElement Model { get; }

    /// <summary>What the columns mean, as far as said.</summary>
    public JsonElement Columns { get; }

    public string[] Covers { get; }

    public Table Data { get; }

    public IReadOnlyDictionary<string, Reference> References { get; }

    public static Case Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var root = json.RootElement.Clone();
        var file = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("file", out var given)
            ? given.GetString()! : Path.ChangeExtension(Path.GetFileName(path), ".csv");
        return new(Path.GetFileNameWithoutExtension(path), root, Table.Read(Path.Combine(Path.GetDirectoryName(path)!, file)));
    }

    /// <summary>A text of the model; the model itself where it is text and no name is given.</summary>
    public string? Text(string? name = null)
    {
        var element = name is null ? Model : Property(name);
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    /// <summary>A number of the model.</summary>
    public double? Number(string name) => Property(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>A property of the model; undefined where there is none.</summary>
    public JsonElement Property(string name) =>
        Model.ValueKind == JsonValueKind.Object && Model.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The texts of a list in the model; none where there is no such list.</summary>
    public string[] List(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(one => one.ToString())] : [];

    /// <summary>The reference level of a factor, from <c>reference_levels</c>, or from <c>reference_level</c> for the first factor.</summary>
    public string? ReferenceLevel(string factor) =>
        Property("reference_levels") is { ValueKind: JsonValueKind.Object } levels && levels.TryGetProperty(factor, out var level)
            ? level.ToString() : null;

    static IEnumerable<Reference> Collect(string prefix, JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (property.Value.ValueKind != JsonValueKind.Object) throw new FormatException($"reference {key} is not an object");
            if (property.Value.TryGetProperty("value", out var value)) yield return Read(key, property.Value, value);
            else foreach (var inner in Collect(key + "/", property.Value)) yield return inner;
        }
    }

    static Reference Read(string key, JsonElement element, JsonElement value)
    {
        double? Tolerance(string name) =>
            element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number ? found.GetDouble() : null;
        var call = element.TryGetProperty("r", out var r) ? r.ToString() : "";
        return new(key, value, call, Tolerance("rel_tol"), Tolerance("abs_tol") ?? 0);
    }
}
