using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Entry;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Api.Tests.Instruments;

/// <summary>The catalogue's pages, and a steward's part of them.</summary>
public sealed class InstrumentPageTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    [Fact]
    public async Task The_catalogue_is_found_by_name_domain_and_licence()
    {
        using var reader = await Typist.Client(study.Host);
        var all = await reader.Page("/instruments");
        foreach (var d in InstrumentCatalogue.BuiltIn.All) Assert.Contains($"href=\"/instruments/{d.Id}/{d.Version}\"", all);
        var stress = await reader.Page("/instruments?domain=stress");
        Assert.Contains("/instruments/pss-10/1.0", stress);
        Assert.DoesNotContain("/instruments/who-5/1.0", stress);
        Assert.Contains("/instruments/sdq-self-11-17/1.0", await reader.Page("/instruments?q=strengths"));
        var permission = await reader.Page("/instruments?licence=permission");
        Assert.Contains("/instruments/sdq-self-11-17/1.0", permission);
        Assert.DoesNotContain("/instruments/pss-10/1.0", permission);
    }

    [Fact]
    public async Task Every_instrument_has_a_page_with_its_keys_and_a_paper_form()
    {
        using var reader = await Typist.Client(study.Host);
        foreach (var d in InstrumentCatalogue.BuiltIn.All)
        {
            var page = await reader.Page($"/instruments/{d.Id}/{d.Version}");
            Assert.All(d.Scales, scale => Assert.Contains($"<h3 id=\"scale-{scale.Id}\">", page));
            Assert.DoesNotContain("name=\"reference\"", page);
            Assert.Contains("paper-form", await reader.Page($"/instruments/{d.Id}/{d.Version}/paper"));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get("/instruments/no-such/1.0")).StatusCode);
    }

    static async Task<HttpResponseMessage> Load(FormClient steward, string instrument, string json)
    {
        var token = FormClient.TokenIn(await steward.Page($"/instruments/{instrument}/1.0"));
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await steward.Client.PostAsync($"/instruments/{instrument}/1.0/wording", new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { file, "file", "words.json" } });
    }

    [Fact]
    public async Task A_steward_loads_words_records_a_leave_ends_it_and_takes_the_words_away_again()
    {
        using var steward = await Typist.Client(study.Host, Role.Steward);
        var words = WordingFile.Of("wemwbs", "en").ToJsonString();
        var closed = await Load(steward, "wemwbs", words);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, closed.StatusCode);
        Assert.Contains("does not allow this instrument here", await closed.Content.ReadAsStringAsync());
        const string leaves = "/instruments/wemwbs/1.0/authorisations";
        foreach (var medium in new[] { "screen", "paper" })
            Assert.Contains("The leave was recorded", await (await steward.Send("/instruments/wemwbs/1.0", leaves, ("medium", medium), ("reference", "Registration 17"))).Content.ReadAsStringAsync());
        var loaded = await (await Load(steward, "wemwbs", words)).Content.ReadAsStringAsync();
        Assert.Contains("The words were loaded", loaded);
        Assert.Contains("Made-up question 7", loaded);
        Assert.Contains("Made-up question 7", await steward.Page("/instruments/wemwbs/1.0/paper"));
        Assert.Contains("Made-up question 7", await steward.Page("/instruments/wemwbs/1.0/wording/en"));
        await steward.Send("/instruments/wemwbs/1.0", leaves, ("medium", "screen"), ("end", "1"));
        Assert.DoesNotContain("Made-up question 7", await steward.Page("/instruments/wemwbs/1.0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send("/instruments/wemwbs/1.0", leaves, ("medium", "screen"), ("reference", " "))).StatusCode);
    }

    [Fact]
    public async Task Words_of_another_instrument_are_refused_on_this_one_s_page()
    {
        using var steward = await Typist.Client(study.Host, Role.Steward);
        var answer = await Load(steward, "pss-4", WordingFile.Of("who-5").ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(study.Host.Services.GetRequiredService<WordingStore>().Editions("who-5", "1.0"));
    }
}
