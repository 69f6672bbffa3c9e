using System.Text.Json;
using System.Text.Json.Serialization;
using Outcomes.Domain.Access;

namespace Outcomes.Data.Access;

/// <summary>The actor's schools in a WHERE clause: rows of other schools are not there, as rows of other studies are not.</summary>
/// <remarks>One parameter with all ids as a JSON array, and not a parameter a school: a district may have hundreds, and the statement stays the same.</remarks>
static class OwnSchools
{
    /// <summary>For the parameter; null: every school.</summary>
    public static string? Of(Actor actor) => Json(actor.Schools);

    public static string? Json(IReadOnlySet<string>? schools) =>
        schools is null ? null : JsonSerializer.Serialize([.. schools.Order(StringComparer.Ordinal)], SchoolsJson.Default.ListString);

    /// <param name="column">That holds the school's id.</param>
    public static string Holds(string column, string parameter = "@schools") => $"({parameter} IS NULL OR {column} IN (SELECT value FROM json_each({parameter})))";
}

[JsonSerializable(typeof(List<string>))]
sealed partial class SchoolsJson : JsonSerializerContext;
