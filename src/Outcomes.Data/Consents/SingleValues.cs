using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;

namespace Outcomes.Data.Consents;

/// <summary>
/// Results hold each person's change, without a name, for the researcher's figures of its spread. Of the analyses that an erased participant
/// was in these values go, and the researcher's reports that draw them: both are made anew by the next analysis. Means, models and counts
/// stay, and so do reports that were given out: what was read stays read.
/// </summary>
static class SingleValues
{
    const string Results = "FROM analysis WHERE study_id = @study AND change_number >= @since AND result IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(result, '$.outcomes') o WHERE json_array_length(o.value, '$.distributions') > 0)";

    public static long Count(DbConnection connection, string study, long since) => connection.ExecuteScalar<long>($"SELECT COUNT(*) {Results}", new { study, since });

    public static void Remove(Change change, string study, long since)
    {
        foreach (var id in change.Connection.Query<string>($"SELECT id {Results}", new { study, since }).AsList())
        {
            var result = JsonNode.Parse(change.Connection.ExecuteScalar<string>("SELECT result FROM analysis WHERE id = @id", new { id })!)!;
            foreach (var outcome in result["outcomes"]!.AsArray()) outcome!["distributions"] = new JsonArray();
            change.Prepared("UPDATE analysis SET result = @2 WHERE id = @1").Run(id, result.ToJsonString());
        }
        change.Prepared("DELETE FROM report WHERE audience = 'researcher' AND analysis_id IN (SELECT id FROM analysis WHERE study_id = @1 AND change_number >= @2)").Run(study, since);
    }
}
