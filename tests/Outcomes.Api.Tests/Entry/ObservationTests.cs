using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>An educator types in what they observe of the own school's participants, and nobody's answers.</summary>
public sealed class ObservationTests
{
    const string Form = "/studies/small/observe/S1-001/observed-calm/baseline";

    static async Task<RunningHost> Started()
    {
        var host = await RunningHost.Start();
        (await Observing.Register(host)).EnsureSuccessStatusCode();
        (await host.PutStudy(Observing.In(Definition()))).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        return host;
    }

    [Fact]
    public async Task An_educator_types_in_an_observation_form_and_comes_to_no_other()
    {
        await using var host = await Started();
        using var educator = await Typist.Client(host, Role.Educator);
        var list = await educator.Page("/studies/small/observe");
        Assert.Contains($"href=\"{Form}\"", list);
        Assert.DoesNotContain("pss-10", list);
        Assert.DoesNotContain("S2-001", list);
        foreach (var other in new[] { Form.Replace("observed-calm", "pss-10", StringComparison.Ordinal), Form.Replace("S1-001", "S2-001", StringComparison.Ordinal), "/studies/small/enter", Form.Replace("observe/", "enter/", StringComparison.Ordinal), "/studies/small/assessments" })
            Assert.Equal(HttpStatusCode.NotFound, (await educator.Get(other)).StatusCode);

        var html = await educator.Page(Form);
        string Hidden(string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
        List<(string, string)> fields = [("__RequestVerificationToken", FormClient.TokenIn(html)), ("id", Hidden("id")), ("drawn", Hidden("drawn")), ("session", ""), ("on", "2026-03-02"), ("language", "en"), ("item.1", "3"), ("item.2", "2")];
        Assert.Contains($"action=\"{Form}/store\"", await (await educator.Post(Form, [.. fields])).Content.ReadAsStringAsync());
        var stored = await educator.Post(Form + "/store", [.. fields]);
        Assert.Equal("/studies/small/observe", stored.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(["""observed-calm {"1":3,"2":2} 5.0"""], Typist.Rows(host, "SELECT a.instrument || ' ' || a.answers || ' ' || CAST(s.value AS TEXT) FROM assessment a JOIN score s ON s.assessment_id = a.id"));
        Assert.DoesNotContain("5.0", await stored.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_therapist_types_in_either_and_a_respondent_that_there_is_not_is_refused()
    {
        await using var host = await Started();
        using var therapist = await Typist.Client(host);
        var list = await therapist.Page("/studies/small/enter");
        Assert.Contains("/studies/small/enter/S1-001/observed-calm/baseline", list);
        Assert.Contains("/studies/small/enter/S1-001/pss-10/baseline", list);
        Assert.Equal(HttpStatusCode.NotFound, (await therapist.Get("/studies/small/observe")).StatusCode);
        var unknown = Observing.Form("neighbour");
        unknown["version"] = "2.0";
        var refused = await host.Client.PutAsync("api/v1/instruments/observed-calm/2.0", Text(unknown.ToJsonString(), "application/json"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(" respondent not_listed", await refused.Faults());
    }

    [Theory, InlineData("en", 1280), InlineData("ar", 360)]
    public async Task With_the_keyboard_alone_two_items_take_four_keys(string language, int width)
    {
        await using var host = await Started();
        await using var educator = await Typist.Browser(host, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } }, Role.Educator);
        await educator.Page.GotoAsync("/studies/small/observe");
        await educator.Picture($"observe-{width}-{language}");
        await educator.Page.GotoAsync(Form);
        await educator.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await educator.Picture($"observe-form-{width}-{language}");
        await educator.Keys("3", "2", "Enter");
        await educator.Page.Locator("form[action$='/store']").WaitForAsync();
        await educator.Keys("Enter");
        await educator.Page.WaitForURLAsync("**/observe?stored=S1-001");
        Assert.Single(Typist.Answers(host));
    }
}
