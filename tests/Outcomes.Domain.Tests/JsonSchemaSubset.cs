using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Outcomes.Domain.Tests;

/// <summary>Validates with the part of JSON Schema 2020-12 that our schemas use. A keyword it does not know is an error, not ignored.</summary>
sealed class JsonSchemaSubset(JsonNode root)
{
    public bool Accepts(JsonNode? value) => Accepts(root, value);

    bool Accepts(JsonNode schema, JsonNode? value) => schema.AsObject().All(keyword => keyword.Key switch
    {
        "$schema" or "$defs" or "title" or "description" => true,
        "$ref" => Accepts(root["$defs"]![keyword.Value!.GetValue<string>()["#/$defs/".Length..]]!, value),
        "anyOf" => keyword.Value!.AsArray().Any(s => Accepts(s!, value)),
        "type" => keyword.Value is JsonArray types ? types.Any(t => IsOf(t!, value)) : IsOf(keyword.Value!, value),
        "enum" => keyword.Value!.AsArray().Any(v => JsonNode.DeepEquals(v, value)),
        "pattern" => value?.GetValueKind() is not JsonValueKind.String || Regex.IsMatch(value.GetValue<string>(), keyword.Value!.GetValue<string>()),
        "required" => value is not JsonObject o || keyword.Value!.AsArray().All(n => o.ContainsKey(n!.GetValue<string>())),
        "properties" => value is not JsonObject o || keyword.Value!.AsObject().All(p => !o.TryGetPropertyValue(p.Key, out var v) || Accepts(p.Value!, v)),
        "additionalProperties" => value is not JsonObject o || o.Where(m => schema["properties"]?[m.Key] is null).All(m => keyword.Value is JsonObject s && Accepts(s, m.Value)),
        "propertyNames" => value is not JsonObject o || o.All(m => Accepts(keyword.Value!, JsonValue.Create(m.Key))),
        "minProperties" => value is not JsonObject o || o.Count >= keyword.Value!.GetValue<int>(),
        "items" => value is not JsonArray a || a.All(e => Accepts(keyword.Value!, e)),
        "minItems" => value is not JsonArray a || a.Count >= keyword.Value!.GetValue<int>(),
        _ => throw new NotSupportedException(keyword.Key),
    });

    static bool IsOf(JsonNode type, JsonNode? value) => (type.GetValue<string>(), value?.GetValueKind()) switch
    {
        ("null", null) => true,
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) => true,
        ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture)),
        _ => false,
    };
}
