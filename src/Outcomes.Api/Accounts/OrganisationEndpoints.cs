using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Pages;
using Outcomes.Data.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Coming in through an organisation: with an invitation, from the account's page, and after that from the sign-in page.</summary>
static class OrganisationEndpoints
{
    const string Back = "back", Invitation = "invitation", Name = "name", Link = "link";

    public static void MapOrganisation(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/sign-in/organisation", (HttpContext http, [FromForm] string? back) => Go(http, "/sign-in/organisation/done", (Back, SignInEndpoints.Local(back)))).TakesOpenForms().BeginsSession();
        pages.MapGet("/sign-in/organisation/done", Done).BeginsSession();
        pages.MapPost("/invitations/{token}/organisation", Accept).TakesOpenForms().BeginsSession();
        pages.MapPost("/account/organisation", (HttpContext http, CancellationToken _) => Go(http, "/account/organisation/done", (Link, http.Visitor().Account ?? ""))).TakesForms().AfterFreshSignIn();
        pages.MapGet("/account/organisation/done", Linked).ForVisitors();
        pages.MapPost("/account/organisation/remove", Unlink).TakesForms().AfterFreshSignIn();
    }

    static async Task<IResult> Go(HttpContext http, string done, params (string Name, string Value)[] items)
    {
        if (http.RequestServices.GetRequiredService<HostSettings>().Organisation is null) return await PageEndpoints.Message(http, "missing", 404);
        var properties = new AuthenticationProperties(items.ToDictionary(i => i.Name, string? (i) => i.Value)) { RedirectUri = done };
        try { await http.ChallengeAsync(OrganisationSetup.Scheme, properties); }
        catch (OrganisationRefused refused) { return await SignInEndpoints.Show(http, new("/", Fault: refused.Code), 502); }
        return Results.Empty;
    }

    static async Task<IResult> Accept(HttpContext http, string token, [FromForm] string? name, InvitationStore invitations)
    {
        var typed = (name ?? "").Trim();
        if (invitations.State(token) is not InvitationState.Open and var state) return await AccountEndpoints.Invitation(http, token, state);
        var faults = AccountEndpoints.NameFaults(typed).ToList();
        return faults.Count > 0 ? await AccountEndpoints.Invitation(http, token, InvitationState.Open, typed, faults) : await Go(http, "/sign-in/organisation/done", (Invitation, token), (Name, typed));
    }

    static async Task<IResult> Done(HttpContext http, SignInManager<Account> signIn, OrganisationLinkStore links, InvitationStore invitations)
    {
        var (person, items) = await Person(http);
        if (person is null) return Failed(OrganisationRefused.Failed);
        if (items.TryGetValue(Invitation, out var token) && token is not null) return await Join(http, token, items[Name]!, person, signIn, links, invitations);
        if (links.Account(person) is null) return Failed(OrganisationRefused.Unknown);
        var back = SignInEndpoints.Local(items.TryGetValue(Back, out var to) ? to : null);
        var result = await signIn.ExternalLoginSignInAsync(person.Issuer, person.Subject, isPersistent: false);
        return result.Succeeded ? Results.Redirect(back) : result.RequiresTwoFactor ? Results.Redirect($"/sign-in/code?back={Uri.EscapeDataString(back)}") : await SignInEndpoints.Show(http, new(back, Fault: SignInForm.Wrong), 401);
    }

    static async Task<IResult> Join(HttpContext http, string token, string name, OrganisationPerson person, SignInManager<Account> signIn, OrganisationLinkStore links, InvitationStore invitations)
    {
        if (links.Account(person) is not null) return Failed(OrganisationLinkStore.Taken.Code);
        var account = AccountEndpoints.NewAccount(signIn.UserManager, name, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (await invitations.Accept(token, account, person) is { } refused) return await AccountEndpoints.Refused(http, token, refused, name);
        await signIn.SignInAsync(account, isPersistent: false, person.Issuer);
        return Results.Redirect("/account");
    }

    static async Task<IResult> Linked(HttpContext http, OrganisationLinkStore links)
    {
        var (person, items) = await Person(http);
        if (person is null || !items.TryGetValue(Link, out var account) || account != http.Visitor().Account || account is null) return Results.Redirect("/account");
        return await links.Link(account, person) is { } fault ? await AccountView.Show(http, [fault]) : await AccountView.Show(http, done: "organisation_linked");
    }

    /// <remarks>Whoever came in through the organisation may still be signed in with it: every other session ends.</remarks>
    static async Task<IResult> Unlink(HttpContext http, OrganisationLinkStore links, SignInTickets tickets)
    {
        if (http.Visitor().Account is not { } account) return Results.NotFound();
        if (await links.Unlink(account) is { } fault) return await AccountView.Show(http, [fault]);
        await tickets.EndOthers(account);
        return await AccountView.Show(http, done: "organisation_unlinked");
    }

    /// <summary>Whom the provider has vouched for a moment ago; told once.</summary>
    static async Task<(OrganisationPerson? Person, IDictionary<string, string?> Items)> Person(HttpContext http)
    {
        var come = await http.AuthenticateAsync(IdentityConstants.ExternalScheme);
        if (come.Principal?.FindFirst(ClaimTypes.NameIdentifier) is not { } subject) return (null, new Dictionary<string, string?>());
        await http.SignOutAsync(IdentityConstants.ExternalScheme);
        return (new(subject.Issuer, subject.Value), come.Properties!.Items);
    }

    static IResult Failed(string code) => Results.Redirect($"/sign-in?organisation={code}");
}
