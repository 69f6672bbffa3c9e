using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Pages;

/// <summary>Pages in the language of whoever reads them.</summary>
public sealed class LanguageTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    [Theory]
    [InlineData("es-MX, en;q=0.8", "es", "ltr")]
    [InlineData("zh-CN, zh;q=0.9, en-US;q=0.8", "zh-Hans", "ltr")]
    [InlineData("fr, ar-EG;q=0.7, en;q=0.5", "ar", "rtl")]
    [InlineData("es;q=0, en;q=0.1", "en", "ltr")]
    [InlineData("fr, *;q=0.5", "en", "ltr")]
    [InlineData("not a language at all;;;", "en", "ltr")]
    public async Task A_browser_gets_the_first_language_that_it_asks_for_and_we_have(string asked, string tag, string direction)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.TryAddWithoutValidation("Accept-Language", asked);
        using var answer = await study.Host.Client.SendAsync(request);
        Assert.Contains($"<html lang=\"{tag}\" dir=\"{direction}\">", await answer.Content.ReadAsStringAsync());
        Assert.Equal(tag, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Contains("Accept-Language", answer.Headers.Vary);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Who_chooses_a_language_stays_on_the_page_and_keeps_the_choice()
    {
        using var reader = new FormClient(study.Host.Address);
        reader.Client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("es"));
        var page = await reader.Get("/sign-in?back=%2Fpeople&page-language=ar");
        Assert.Equal("/sign-in?back=%2Fpeople", page.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", await page.Content.ReadAsStringAsync());
        Assert.Contains("<html lang=\"ar\"", await reader.Page("/no/such/page"));
        Assert.Contains("<html lang=\"en\"", await reader.Page("/sign-in?page-language=en"));
    }

    [Fact]
    public async Task Every_page_offers_every_language_in_its_own_name_and_says_which_one_it_is()
    {
        var html = await study.Host.Client.GetStringAsync("/?a=1&page-language=none");
        foreach (var (tag, name) in new[] { ("en", "English"), ("es", "Español"), ("zh-Hans", "简体中文"), ("ar", "العربية") })
            Assert.Contains($"<a href=\"?a=1&amp;page-language={tag}\" lang=\"{tag}\" hreflang=\"{tag}\"{(tag == "en" ? " aria-current=\"true\"" : "")}>{name}</a>", html);
    }

    /// <summary>The answer to a form stands at an address that cannot be asked for; the way leads to the page that had the form.</summary>
    [Theory]
    [InlineData("/people", "/people/invitations", ".", "/people")]
    [InlineData("/account", "/account/codes/off", "..", "/account")]
    [InlineData("/sign-in", "/sign-in", "", "/sign-in")]
    public async Task From_the_answer_to_a_form_the_way_leads_to_its_page(string page, string form, string link, string address)
    {
        using var steward = await Steward(study.Host);
        using var answer = await steward.Send(page, form, ("role", "none"), ("confirm", "wrong"), ("name", "nobody"));
        Assert.Contains($"<a href=\"{link}?page-language=es\"", await answer.Content.ReadAsStringAsync());
        using var chosen = await steward.Get(new Uri(new Uri(study.Host.Address, form), $"{link}?page-language=es").PathAndQuery);
        Assert.Equal((HttpStatusCode.OK, address), (chosen.StatusCode, chosen.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("<html lang=\"es\"", await chosen.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_choice_leads_nowhere_else()
    {
        using var reader = new FormClient(study.Host.Address, follow: false);
        foreach (var path in new[] { "//elsewhere.example/", "/\\elsewhere.example", "//elsewhere.example/%2F.." })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{study.Host.Address.ToString().TrimEnd('/')}{path}?page-language=es");
            using var answer = await reader.Client.SendAsync(request);
            if (answer.Headers.Location is { } to) Assert.Matches("^/(?![/\\\\])", to.OriginalString);
        }
        using var api = await study.Host.Client.GetAsync($"/api/v1/studies/{Id}?page-language=es");
        Assert.Equal(HttpStatusCode.OK, api.StatusCode);
    }

    [Fact]
    public async Task What_exists_in_one_language_only_is_said_to_be_of_it()
    {
        using var reader = await Steward(study.Host);
        var arabic = await reader.Page($"/studies/{Id}?page-language=ar");
        Assert.Contains("<h1><bdi lang=\"en\">A small study</bdi></h1>", arabic);
        Assert.Contains("<bdi lang=\"en\">Made up for tests.</bdi>", arabic);
        Assert.Contains("<bdi lang=\"en\">Live</bdi>", await reader.Page($"/studies/{Id}/plan"));
        Assert.Contains("<h1>Un estudio</h1>", await reader.Page($"/studies/{Id}?page-language=es"));
    }

    static async Task<FormClient> Steward(RunningHost host)
    {
        var token = await host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(Role.Steward)], TimeSpan.FromDays(1), "test");
        var steward = new FormClient(host.Address);
        (await steward.Send($"/invitations/{token}", $"/invitations/{token}", ("name", $"Steward {token[..8]}"), ("password", "seven quiet rivers at noon"))).EnsureSuccessStatusCode();
        return steward;
    }
}
