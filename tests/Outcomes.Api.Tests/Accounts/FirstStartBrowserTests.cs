using Outcomes.Api.Tests.CommandLine;
using Outcomes.Api.Tests.Notes;
using Outcomes.Api.Tests.Rosters;
using Outcomes.Api.Tests.Sealing;
using Outcomes.Data;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>The way that docs/how-to/first-start.md leads: from the link of the first start to a note that a researcher reads, each in a real browser.</summary>
public sealed class FirstStartBrowserTests
{
    const string Student = "Quillabamba Ferrnwald", Note = "she sang of the zzyxheron today";

    [Fact]
    public async Task From_the_first_start_to_a_steward_a_therapist_a_class_list_and_a_note_that_a_researcher_reads()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var first = await RunProgram.Outcomes("invite", "--data", host.DataDirectory, "--at", host.Address.ToString());
        await using var steward = await SealingPerson.Follow(host, new Uri(first.Output.Trim().Split(' ', '\n')[^1]).AbsolutePath, "Stella");
        await steward.Browser.Picture("first-start-steward");

        await using var researcher = await SealingPerson.Follow(host, await Invite(steward, "researcher"), "Ravi");
        await researcher.MakeKey();
        await NoteBrowserTests.MakeStudyKey(researcher);

        await using var therapist = await SealingPerson.Follow(host, await Invite(steward, "therapist", "s1"), "Theo");
        await therapist.MakeKey();
        var roster = new RosterPerson(therapist);
        await roster.Open();
        await roster.MakeSiteKey();
        await roster.Press("#to-add");
        await roster.Type("#name", Student);
        await roster.Type("#identifier", "KANARIE-4711");
        await roster.Type("#group", "4a");
        await roster.Tick("#one-enrolling");
        await therapist.Page.Locator("#one-arm").SelectOptionAsync("live");
        await therapist.Browser.Picture("first-start-add");
        await therapist.Page.Locator("#edit button:not([type=button])").First.ClickAsync();
        await therapist.Page.Locator("#students tr", new() { HasText = Student }).WaitForAsync();
        await therapist.Browser.Picture("first-start-roster");
        var pseudonym = (await therapist.Page.Locator("#students [data-part=pseudonym]").First.InnerTextAsync()).Trim();
        await NoteBrowserTests.Write(therapist, $"participant:{pseudonym}", Note);

        await NoteBrowserTests.ReadAll(researcher, Note);
        await researcher.Browser.Picture("first-start-note");
        Assert.Equal([pseudonym], DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), "SELECT pseudonym FROM participant"));
        therapist.NeverSent("Ferrnwald", "zzyxheron", "KANARIE");
        Assert.DoesNotContain("Ferrnwald", host.Dump());
    }

    /// <summary>A steward ticks a role, and for someone of a school the school; the link that the page then shows.</summary>
    static async Task<string> Invite(SealingPerson steward, string role, string? school = null)
    {
        await steward.Page.GotoAsync($"/people?study={Id}");
        await steward.Page.Locator($"input[name=role][value={role}]").CheckAsync();
        if (school is not null) await steward.Page.Locator($"input[name=school][value={school}]").CheckAsync();
        await steward.Page.Locator("form[action='/people/invitations'] button").ClickAsync();
        await steward.Page.Locator(".notice code").WaitForAsync();
        return await steward.Page.Locator(".notice code").InnerTextAsync();
    }
}
