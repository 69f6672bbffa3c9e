using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Entry;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Assessments;

/// <summary>A stored PSS-10 of S1-001, and its correction as a browser without scripts sends it.</summary>
static partial class Correcting
{
    public static async Task<(RunningHost Host, System.Text.Json.Nodes.JsonObject Sent)> Stored()
    {
        var (host, _) = await SmallStudy.Started();
        var sent = Stress("S1-001");
        (await host.Send("assessments", Json(sent))).EnsureSuccessStatusCode();
        return (host, sent);
    }

    public static string Address(System.Text.Json.Nodes.JsonObject sent) => $"/studies/small/assessments/{sent["id"]!.GetValue<Guid>():D}";

    /// <summary>The fields of the form as it was drawn, with these answers in the place of its own.</summary>
    public static async Task<List<(string Name, string Value)>> Fields(FormClient therapist, string address, params (string Name, string Value)[] changed)
    {
        var html = await therapist.Page(address);
        var fields = Hidden().Matches(html).Select(m => (m.Groups[1].Value, System.Net.WebUtility.HtmlDecode(m.Groups[2].Value)))
            .Concat(Ticked().Matches(html).Select(m => (m.Groups[1].Value, m.Groups[2].Value))).ToDictionary(f => f.Item1, f => f.Item2);
        (fields["on"], fields["language"]) = (Day().Match(html).Groups[1].Value, "en");
        foreach (var (name, value) in changed) fields[name] = value;
        return [.. fields.Select(f => (f.Key, f.Value))];
    }

    public static async Task<HttpResponseMessage> Correct(this FormClient therapist, string address, string reason, params (string Name, string Value)[] changed) =>
        await therapist.Post(address + "/store", [.. await Fields(therapist, address, changed), ("reason", reason), ("reason-same_answer", "as_on_paper"), ("reason-large_change", "as_on_paper")]);

    public static IReadOnlyList<string> Revisions(RunningHost host) => Typist.Rows(host, "SELECT number || ' ' || reason || ' ' || answers FROM assessment_revision ORDER BY assessment_id, number");

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")] private static partial Regex Hidden();
    [GeneratedRegex("type=\"radio\" name=\"(item[^\"]+)\" value=\"([^\"]*)\"[^>]* checked")] private static partial Regex Ticked();
    [GeneratedRegex("name=\"on\" value=\"([^\"]*)\"")] private static partial Regex Day();
}
