using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>Inviting for districts, several schools and several roles; giving and ending roles of people who are there.</summary>
public sealed partial class PeopleTests : IAsyncLifetime
{
    const string Password = "seven quiet rivers at noon";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => (_host, _) = await Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    [Fact]
    public async Task One_invitation_gives_several_roles_for_a_district_and_several_schools()
    {
        using var steward = await Joined("Rosa", new RoleGrant(Role.Steward));
        Assert.Contains("All schools of District", await steward.Page("/people?study=small"), StringComparison.Ordinal);
        var page = await (await steward.Send("/people?study=small", "/people/invitations", ("study", "small"), ("role", "therapist"), ("role", "educator"), ("school", "s1"), ("school", "s2"))).Content.ReadAsStringAsync();
        await Accept(Link().Match(page).Groups[1].Value, "Ada Lee");
        Assert.Equal([new(Role.Therapist, "small", School: "s1"), new(Role.Therapist, "small", School: "s2"), new(Role.Educator, "small", School: "s1"), new(Role.Educator, "small", School: "s2")],
            Roles("Ada Lee").OrderBy(r => r.Role).ThenBy(r => r.School, StringComparer.Ordinal));
        page = await (await steward.Send("/people?study=small", "/people/invitations", ("study", "small"), ("role", "board_reader"), ("district", "d1"))).Content.ReadAsStringAsync();
        await Accept(Link().Match(page).Groups[1].Value, "Ben Ode");
        Assert.Equal([new RoleGrant(Role.BoardReader, "small", District: "d1")], Roles("Ben Ode"));
    }

    [Theory]
    [InlineData("", "", "", "Choose")]
    [InlineData("therapist", "small", "", "for a district or a school")]
    [InlineData("researcher", "small", "s1", "for a whole study")]
    [InlineData("therapist", "small", "s9", "no such school")]
    [InlineData("therapist", "no-such", "s1", "no study of this id")]
    public async Task What_does_not_fit_together_is_refused_with_what_to_do(string role, string study, string school, string words)
    {
        using var steward = await Joined("Rosa", new RoleGrant(Role.Steward));
        var answer = await steward.Send("/people", "/people/invitations", ("role", role), ("study", study), ("school", school));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_taken_ends_every_session_of_the_person_at_once()
    {
        using var steward = await Joined("Rosa", new RoleGrant(Role.Steward));
        using var ada = await Joined("Ada Lee", new RoleGrant(Role.Therapist, "small", School: "s1"));
        Assert.Contains("S1-001", await ada.Page("/studies/small/participants"), StringComparison.Ordinal);
        var id = Accounts.All().Single(a => a.SignInName == "Ada Lee").Id;
        await steward.Send($"/people/{id}?study=small", $"/people/{id}/roles", ("study", "small"), ("role", "educator"), ("school", "s2"));
        Assert.Equal(2, Roles("Ada Lee").Count);
        Assert.Contains("S2-001", await ada.Page("/studies/small/participants"), StringComparison.Ordinal);
        var end = EndRole().Match(await steward.Page($"/people/{id}")).Groups[1].Value;
        await steward.Send($"/people/{id}", end);
        Assert.Equal([new RoleGrant(Role.Educator, "small", School: "s2")], Roles("Ada Lee"));
        Assert.DoesNotContain("S2-001", await ada.Page("/studies/small/participants"), StringComparison.Ordinal);   // the sign-in page
        Assert.All(["role_given", "role_ended"], action => Assert.Contains(action, _host.Dump(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_ends_the_own_stewardship_and_a_withdrawn_invitation_makes_no_account()
    {
        using var steward = await Joined("Rosa", new RoleGrant(Role.Steward));
        var id = Accounts.All().Single(a => a.SignInName == "Rosa").Id;
        var end = EndRole().Match(await steward.Page($"/people/{id}")).Groups[1].Value;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send($"/people/{id}", end)).StatusCode);
        Assert.Single(Roles("Rosa"));
        var page = await (await steward.Send("/people", "/people/invitations", ("role", "researcher"), ("study", ""))).Content.ReadAsStringAsync();
        await steward.Send("/people", Withdraw().Match(page).Groups[1].Value);
        using var late = new FormClient(_host.Address);
        Assert.Equal(HttpStatusCode.Gone, (await late.Get(Link().Match(page).Groups[1].Value)).StatusCode);
    }

    [Fact]
    public async Task A_steward_of_one_study_sees_its_people_and_gives_roles_in_it_alone()
    {
        using var other = await Joined("Ada Lee", new RoleGrant(Role.Researcher, "another"));
        using var everywhere = await Joined("Ben Ode", new RoleGrant(Role.Researcher));
        using var steward = await Joined("Rosa", new RoleGrant(Role.Steward, "small"));
        var page = await steward.Page("/people");
        Assert.DoesNotContain(">Ada Lee<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">Ben Ode<", page, StringComparison.Ordinal);
        var ada = Accounts.All().Single(a => a.SignInName == "Ada Lee").Id;
        foreach (var act in new[] { "disable", "roles" }) Assert.Equal(HttpStatusCode.NotFound, (await steward.Send("/people", $"/people/{ada}/{act}")).StatusCode);
        foreach (var study in new[] { "", "another" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send("/people", "/people/invitations", ("role", "steward"), ("study", study))).StatusCode);
    }

    List<RoleGrant> Roles(string name) => [.. Accounts.Roles(Accounts.All().Single(a => a.SignInName == name).Id)];

    async Task<FormClient> Joined(string name, params RoleGrant[] roles) =>
        await Accept($"/invitations/{await _host.Services.GetRequiredService<InvitationStore>().Invite(roles, TimeSpan.FromDays(1), "test")}", name);

    async Task<FormClient> Accept(string link, string name)
    {
        var browser = new FormClient(_host.Address);
        (await browser.Send(link, link, ("name", name), ("password", Password))).EnsureSuccessStatusCode();
        return browser;
    }

    [GeneratedRegex("<code>http[^<]+(/invitations/[^<]+)</code>")] private static partial Regex Link();
    [GeneratedRegex("action=\"(/people/roles/[0-9a-f-]+/end)\"")] private static partial Regex EndRole();
    [GeneratedRegex("action=\"(/people/invited/[0-9a-f-]+/withdraw)\"")] private static partial Regex Withdraw();
}
