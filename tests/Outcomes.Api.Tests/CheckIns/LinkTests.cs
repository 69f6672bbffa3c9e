using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>A therapist makes links, hands them out, ends them, and writes whom students can talk to.</summary>
public sealed partial class LinkTests : IAsyncLifetime
{
    RunningHost _host = null!;
    Guid _session;

    public async ValueTask InitializeAsync() => (_host, _session) = await CheckingIn.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    string CheckIns => $"/studies/{Id}/sessions/{_session}/check-ins";

    static string Tomorrow => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    Task<FormClient> Therapist(string school = "s1") => _host.As(new RoleGrant(Role.Therapist, Id, School: school));

    [Fact]
    public async Task A_sheet_has_a_square_and_an_address_for_each_of_the_group_in_their_language_and_only_this_once()
    {
        using var therapist = await Therapist();
        var sheet = await Page(therapist.Send(CheckIns, CheckIns, ("part", "both"), ("language", ""), ("until", Tomorrow), ("participants", "S1-001"), ("participants", "S1-003")));
        var addresses = Address().Matches(sheet).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal((2, 2), (addresses.Count, Regex.Count(sheet, "<svg class=\"qr\"")));
        using var student = _host.Student();
        Assert.Contains("lang=\"en\" dir=\"ltr\"", await student.Page(addresses[0]));
        Assert.Contains("lang=\"es\" dir=\"ltr\"", await student.Page(addresses[1]));
        var list = await therapist.Page(CheckIns);
        Assert.DoesNotContain("/c/", list);
        Assert.Equal(2, Regex.Count(list, "/check-ins/[0-9a-f-]{36}/end"));

        await student.Sends(addresses[0]["/c/".Length..], ["1", "2", "3"]);
        Assert.Contains("1 of 2", CheckingIn.Words(await therapist.Page(CheckIns)));
        var end = Regex.Match(list, "action=\"([^\"]+/end)\"").Groups[1].Value;
        Assert.Contains("ended", CheckingIn.Words(await Page(therapist.Send(CheckIns, end))));
        Assert.Single(addresses, a => student.Get(a).Result.StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_sheet_that_does_not_fit_is_refused_at_its_field_and_makes_no_link()
    {
        using var therapist = await Therapist();
        foreach (var (field, value) in new[] { ("part", "during"), ("until", "2020-01-01"), ("until", "soon"), ("until", "2999-01-01"), ("language", "tlh"), ("participants", "S2-001"), ("participants", "") })
        {
            var fields = new Dictionary<string, string> { ["part"] = "both", ["language"] = "", ["until"] = Tomorrow, ["participants"] = "S1-001", [field] = value };
            var answer = await therapist.Send(CheckIns, CheckIns, [.. fields.Select(f => (f.Key, f.Value))]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains($"href=\"#{field}\"", await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(["0"], _host.Rows("SELECT COUNT(*) FROM check_in_link"));
    }

    [Fact]
    public async Task An_instrument_without_words_or_without_leave_for_a_screen_makes_no_link_and_says_why()
    {
        using var therapist = await Therapist();
        var page = $"/studies/{Id}/participants/S1-001/check-ins";
        var refused = await therapist.Send(page, page, ("what", "pss-10/baseline"), ("language", "en"), ("until", Tomorrow));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Matches("does not allow a form on a screen|no words of this instrument", CheckingIn.Words(await refused.Content.ReadAsStringAsync()));
        Assert.Empty(_host.Rows("SELECT id FROM check_in_link"));
        var made = await therapist.Send(page, page, ("what", $"{_session}/after"), ("language", "ar"), ("until", Tomorrow));
        var address = Address().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;
        using var student = _host.Student();
        Assert.Contains("lang=\"ar\" dir=\"rtl\"", await student.Page(address));
    }

    [Fact]
    public async Task Another_school_finds_neither_the_session_nor_the_participant_nor_the_link()
    {
        await _host.Link(_session);
        var link = Assert.Single(_host.Rows("SELECT id FROM check_in_link"));
        using var foreign = await Therapist("s2");
        var missing = await foreign.Get($"/studies/{Id}/sessions/{NewId()}/check-ins");
        foreach (var page in new[] { CheckIns, $"/studies/{Id}/participants/S1-001/check-ins" })
        {
            var theirs = await foreign.Get(page);
            Assert.Equal((HttpStatusCode.NotFound, await missing.Content.ReadAsStringAsync()), (theirs.StatusCode, await theirs.Content.ReadAsStringAsync()));
        }
        var before = _host.Dump();
        foreach (var form in new[] { CheckIns, $"/studies/{Id}/sessions/{_session}/round", $"/studies/{Id}/participants/S1-001/check-ins", $"/studies/{Id}/check-ins/{link}/end" })
            Assert.Equal(HttpStatusCode.NotFound, (await foreign.Send($"/studies/{Id}/support", form, ("part", "before"), ("what", "x"), ("until", Tomorrow))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Send($"/studies/{Id}/support", $"/studies/{Id}/support", ("school", "s1"), ("language", "en"), ("text", "Hello"))).StatusCode);
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task Students_read_what_their_school_wrote_and_where_it_wrote_nothing_our_own_words()
    {
        using var therapist = await Therapist();
        const string page = $"/studies/{Id}/support";
        Assert.Contains("Stored. Students see it", await Page(therapist.Send(page, page, ("school", "s1"), ("language", "es"), ("text", "Habla con <b>Ana</b>.\r\nTel. 555\r\n\r\nSala 3"))));
        using var student = _host.Student();
        var token = await _host.Link(_session);
        var spanish = await student.Page($"/c/{token}/help?lang=es");
        Assert.Contains("Habla con &lt;b&gt;Ana&lt;/b&gt;.", spanish);
        Assert.Equal(2, Regex.Count(spanish, "<p class=\"lines\">"));
        Assert.Contains("emergency number of your country", await student.Page($"/c/{token}/help"));
        Assert.Contains("Sala 3", await student.Sends(await _host.Link(_session, language: "es"), ["1", "1", "1"]));
        var before = _host.Dump();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await therapist.Send(page, page, ("school", "s1"), ("language", "es"), ("text", new string('a', 2001)))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await therapist.Send(page, page, ("school", "s1"), ("language", "es"), ("text", "a\u0007b"))).StatusCode);
        Assert.Equal(before, _host.Dump());
        await therapist.Send(page, page, ("school", "s1"), ("language", "es"), ("text", " "));
        Assert.DoesNotContain("Sala 3", await student.Page($"/c/{token}/help?lang=es"));
        Assert.Equal(2, _host.Rows("SELECT 1 FROM audit WHERE json_extract(event, '$.action') = 'support_text_written'").Count);
    }

    static async Task<string> Page(Task<HttpResponseMessage> answer) => await (await answer).Content.ReadAsStringAsync();

    [GeneratedRegex(@"http://[^/]+(/c/[0-9a-z]{26})<")] private static partial Regex Address();
}
