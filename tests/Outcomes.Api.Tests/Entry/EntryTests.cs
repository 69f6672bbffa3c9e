using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>What becomes of a form that is typed in, as a browser without scripts sends it.</summary>
public sealed partial class EntryTests
{
    const string Form = "/studies/small/enter/S1-001/pss-10/baseline";

    static readonly string[] Varied = ["3", "2", "4", "1", "0", "3", "2", "1", "4", "2"];

    /// <summary>The fields of the form as it was drawn, with these answers.</summary>
    static async Task<List<(string Name, string Value)>> Fields(FormClient typist, IReadOnlyList<string> answers, string form = Form)
    {
        var html = await typist.Page(form);
        return
        [
            ("__RequestVerificationToken", FormClient.TokenIn(html)), ("id", Hidden(html, "id")), ("drawn", Hidden(html, "drawn")), ("session", ""), ("on", "2026-03-02"), ("language", "en"),
            .. answers.Select((a, i) => ($"item.{i + 1}", a)).Where(f => f.Item2.Length > 0),
        ];
    }

    /// <summary>Types a form in and stores it, as another person does meanwhile.</summary>
    internal static async Task StoreAt(FormClient typist, string form, IReadOnlyList<string> answers) =>
        Assert.Contains("Stored: the form of", await Text(typist.Post(form + "/store", [.. await Fields(typist, answers, form)])));

    static string Hidden(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.CultureInvariant).Groups[1].Value;

    static async Task<string> Text(Task<HttpResponseMessage> answer) => await (await answer).Content.ReadAsStringAsync();

    [Fact]
    public async Task A_form_is_looked_at_before_it_is_stored_and_stored_with_what_the_API_would_have_stored()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var fields = await Fields(typist, Varied);
        Assert.Contains("Check before it is stored", await Text(typist.Post(Form, [.. fields])));
        Assert.Empty(Typist.Answers(host));
        Assert.Contains("Stored: the form of S1-001", await Text(typist.Post(Form + "/store", [.. fields])));
        Assert.Equal("paper|2026-03-02T12:00:00.000Z|en|30.0", Assert.Single(Typist.Rows(host, "SELECT a.mode, a.completed_utc, a.language, CAST(s.value AS TEXT) FROM assessment a JOIN score s ON s.assessment_id = a.id")));
        Assert.Contains("stored already", await typist.Page(Form));
    }

    [Fact]
    public async Task The_same_form_sent_again_is_stored_once_and_another_of_its_kind_is_told()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var (fields, other) = (await Fields(typist, Varied), await Fields(typist, Varied));
        for (var i = 0; i < 2; i++) Assert.Contains("Stored: the form of S1-001", await Text(typist.Post(Form + "/store", [.. fields])));
        Assert.Single(Typist.Answers(host));
        var second = await typist.Post(Form + "/store", [.. other]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Contains("typed in by someone else or in another window", await second.Content.ReadAsStringAsync());
        Assert.Single(Typist.Answers(host));
    }

    [Fact]
    public async Task What_looks_odd_is_asked_about_and_stored_with_the_reason()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var fields = await Fields(typist, ["2", "2", "2", "2", "2", "2", "2", "2", "2", ""]);
        var look = await Text(typist.Post(Form, [.. fields]));
        Assert.Contains("All answers are the same", look);
        Assert.Contains("These items were left open: 10", look);
        var without = await typist.Post(Form + "/store", [.. fields, ("reason-same_answer", "as_on_paper")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("href=\"#reason-missing_items\"", await without.Content.ReadAsStringAsync());
        Assert.Empty(Typist.Answers(host));
        await typist.Post(Form + "/store", [.. fields, ("reason-same_answer", "as_on_paper"), ("reason-missing_items", "did_not_finish")]);
        Assert.Equal(["missing_items|did_not_finish", "same_answer|as_on_paper"],
            Typist.Rows(host, "SELECT warning, reason FROM assessment_overrule ORDER BY warning"));
    }

    [Fact]
    public async Task A_score_that_jumps_since_the_last_form_is_asked_about_without_telling_either_score()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        string[] low = ["0", "0", "0", "4", "4", "0", "4", "4", "0", "0"], high = ["4", "4", "4", "0", "0", "4", "0", "1", "4", "4"];
        await typist.Post(Form + "/store", [.. await Fields(typist, low)]);
        var next = Form.Replace("baseline", "endpoint", StringComparison.Ordinal);
        var look = await Text(typist.Post(next, [.. await Fields(typist, high, next)]));
        Assert.Contains("more than three quarters of its range", look);
        Assert.DoesNotContain("All answers are the same", look);
        Assert.DoesNotContain("39", Regex.Replace(look, "name=\"(id|drawn|__RequestVerificationToken)\" value=\"[^\"]*\"|[0-9a-f]{16}", ""));
    }

    [Fact]
    public async Task Wrong_input_is_told_at_its_field_and_on_top_and_nothing_typed_is_lost()
    {
        var (host, session) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        const string form = "/studies/small/enter/S1-001/session-check-in/before";
        var html = await typist.Page($"{form}?session={session}");
        var answer = await typist.Post(form, ("__RequestVerificationToken", FormClient.TokenIn(html)), ("id", Hidden(html, "id")), ("drawn", Hidden(html, "drawn")), ("session", $"{session}"),
            ("on", "2126-01-01"), ("language", "en"), ("item.emotional-regulation", "65"), ("item.stress", "3.2"), ("item.social-connection", "4"), ("none.social-connection", "prefer_not_to_answer"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var field in new[] { "on", "item-emotional-regulation", "item-social-connection" })
        {
            Assert.Contains($"href=\"#{field}\"", page);
            Assert.Contains($"id=\"{field}-fault\"", page);
        }
        Assert.Contains("It takes numbers from 0 to 10.", page);
        foreach (var typed in new[] { "65", "3.2", "4", "2126-01-01" }) Assert.Contains($"value=\"{typed}\"", page);
        Assert.Empty(Typist.Answers(host));
    }

    [Fact]
    public async Task Another_school_s_participant_is_as_unknown_as_none()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var own = await Fields(typist, Varied);
        foreach (var participant in new[] { "S2-001", "S9-999" })
        {
            var form = Form.Replace("S1-001", participant, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await typist.Get(form)).StatusCode);
            foreach (var end in new[] { "", "/store", "/draft" }) Assert.Equal(HttpStatusCode.NotFound, (await typist.Post(form + end, [.. own, ("field", "item.1"), ("value", "3")])).StatusCode);
        }
        Assert.DoesNotContain("S2-001", await typist.Page("/studies/small/enter?q=S2"));
        Assert.Empty(Typist.Answers(host));
        Assert.Empty(Typist.Drafts(host));
    }

    [Fact]
    public async Task A_draft_is_nobody_else_s_and_takes_nothing_but_answers()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using FormClient typist = await Typist.Client(host), colleague = await Typist.Client(host);
        var fields = await Fields(typist, []);
        Assert.Equal(HttpStatusCode.NoContent, (await typist.Post(Form + "/draft", [.. fields, ("field", "item.1"), ("value", "3")])).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await typist.Post(Form + "/draft", [.. fields, ("field", "item.2"), ("value", "prefer_not_to_answer")])).StatusCode);
        foreach (var (field, value) in new[] { ("item.11", "3"), ("note", "Maria"), ("item.1", "Maria"), ("language", "Maria"), ("on", "Maria") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await typist.Post(Form + "/draft", [.. fields, ("field", field), ("value", value)])).StatusCode);
        Assert.Equal("""{"item.1":"3","item.2":"prefer_not_to_answer"}""", Assert.Single(Typist.Drafts(host)));
        Assert.Contains("What you had typed is here again", await typist.Page(Form));
        Assert.DoesNotContain("What you had typed is here again", await colleague.Page(Form));
        // The record knows of it only that it was begun; an analysis would not be made anew for it.
        Assert.DoesNotContain("prefer_not_to_answer", string.Join('\n', Typist.Rows(host, "SELECT event FROM audit")));
        Assert.Single(Typist.Rows(host, "SELECT event FROM audit WHERE event LIKE '%entry_begun%'"));
        await typist.Post(Form + "/store", [.. await Fields(typist, Varied)]);
        Assert.Empty(Typist.Drafts(host));
    }

    [Fact]
    public async Task The_list_has_what_is_due_and_finds_by_a_part_of_the_pseudonym()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var list = await typist.Page("/studies/small/enter");
        Assert.Equal(4, Regex.Count(list, "href=\"/studies/small/enter/S1-001/", RegexOptions.CultureInvariant)); // PSS-10 twice, check-in before and after
        Assert.Contains("enter/S1-001/pss-10/baseline", await typist.Page("/studies/small/enter?q=1-00"));
        Assert.Contains("No open form was found", await typist.Page("/studies/small/enter?q=S7"));
        await typist.Post(Form + "/store", [.. await Fields(typist, Varied)]);
        Assert.DoesNotContain("enter/S1-001/pss-10/baseline", await typist.Page("/studies/small/enter"));
    }

    [Fact]
    public async Task The_first_page_says_what_is_due_and_overdue_in_each_own_school_and_leads_there()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var home = await typist.Page("/");
        Assert.Contains("What is to be done", home);
        Assert.Contains("href=\"/studies/small/enter?school=s1&amp;arm=live\"", home);
        Assert.Contains("4 forms due", home);
        Assert.Contains("4 overdue", home);
        Assert.DoesNotContain("school=s2", home);
        Assert.Contains("enter/S1-001/pss-10/baseline", await typist.Page("/studies/small/enter?school=s1&arm=live"));
        Assert.DoesNotContain("enter/S1-001/pss-10/baseline", await typist.Page("/studies/small/enter?school=s1&arm=waiting"));
        using var researcher = await Typist.Client(host, Outcomes.Domain.Accounts.Role.BoardReader);
        Assert.DoesNotContain("What is to be done", await researcher.Page("/"));
    }

    /// <summary>A slow phone on a poor network: 60 kB in all, style and scripts with it.</summary>
    [Fact]
    public async Task A_form_weighs_less_than_sixty_kilobytes_with_all_that_it_needs_and_an_answer_less_than_two()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        using var typist = await Typist.Client(host);
        var html = await typist.Page(Form);
        var weight = html.Length;
        foreach (var asset in Regex.Matches(html, "(?:href|src)=\"(/assets/[^\"]+)\"").Select(m => m.Groups[1].Value).Distinct()) weight += (await typist.Page(asset)).Length;
        Assert.InRange(weight, 20_000, 60_000);
        var answer = string.Join('&', (await Fields(typist, [])).Append(("field", "item.10")).Append(("value", "prefer_not_to_answer")).Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"));
        Assert.InRange(answer.Length, 100, 2_000);
    }
}
