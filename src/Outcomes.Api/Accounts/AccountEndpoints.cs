using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Pages;
using Outcomes.Data.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>An invitation's link, and what someone keeps of the own account: password, one-time codes, sessions.</summary>
static class AccountEndpoints
{
    const int RecoveryCodes = 10;

    public static void MapAccounts(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/invitations/{token}", (HttpContext http, string token, InvitationStore invitations) => Invitation(http, token, invitations.State(token))).BeginsSession().RequireRateLimiting(Limits.Invite);
        pages.MapPost("/invitations/{token}", Accept).TakesOpenForms().BeginsSession();
        pages.MapGet("/account", (Delegate)((HttpContext http) => AccountView.Show(http))).ForVisitors();
        pages.MapPost("/account/password", ChangePassword).TakesForms();
        pages.MapPost("/account/codes", ConfirmCodes).TakesForms().AfterFreshSignIn();
        pages.MapPost("/account/codes/new", NewCodes).TakesForms().AfterFreshSignIn();
        pages.MapPost("/account/codes/off", CodesOff).TakesForms().AfterFreshSignIn();
        pages.MapPost("/account/sessions/{id}/end", EndSession).TakesForms();
    }

    public static Task<IResult> Invitation(HttpContext http, string token, InvitationState state, string? name = null, IReadOnlyList<Fault>? faults = null) => state == InvitationState.Open
        ? Forms.Page<InvitationPage>(http, new() { [nameof(InvitationPage.Invitation)] = token, [nameof(InvitationPage.Name)] = name, [nameof(InvitationPage.Faults)] = faults ?? [], [nameof(InvitationPage.Organisation)] = http.RequestServices.GetRequiredService<HostSettings>().Organisation?.Name }, faults is { Count: > 0 } ? 422 : 200)
        : PageEndpoints.Message(http, $"invitation_{EnumNames<InvitationState>.Of(state)}", state == InvitationState.Unknown ? 404 : 410);

    static async Task<IResult> Accept(HttpContext http, string token, [FromForm] string? name, [FromForm] string? password, InvitationStore invitations, SignInManager<Account> signIn, KnownPlaces places, TimeProvider time)
    {
        if (invitations.State(token) is not InvitationState.Open and var state) return await Invitation(http, token, state);
        var typed = (name ?? "").Trim();
        var faults = NameFaults(typed).Concat(PasswordRules.Check(password ?? "", typed, secondFactor: false, places.Words())).ToList();
        if (faults.Count > 0) return await Invitation(http, token, InvitationState.Open, typed, faults);
        var account = NewAccount(signIn.UserManager, typed, time.GetUtcNow());
        account.PasswordHash = signIn.UserManager.PasswordHasher.HashPassword(account, password!);
        if (await invitations.Accept(token, account) is { } refused) return await Refused(http, token, refused, typed);
        await signIn.SignInAsync(account, isPersistent: false);
        return Results.Redirect("/account");
    }

    public static Account NewAccount(UserManager<Account> people, string name, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now).ToString("D"), SignInName = name, NormalizedName = people.NormalizeName(name)!, SecurityStamp = Guid.CreateVersion7(now).ToString("N") };

    /// <summary>The invitation was not accepted: it does not open any more, or the name is taken.</summary>
    public static Task<IResult> Refused(HttpContext http, string token, InvitationState why, string name) =>
        Invitation(http, token, why, name, why == InvitationState.Open ? [new("name", "name_taken", "Someone signs in with this name already; choose another.")] : []);

    public static IEnumerable<Fault> NameFaults(string name)
    {
        if (name.Length is < 3 or > 100 || name.Any(char.IsControl)) yield return new("name", "name_length", "A sign-in name has 3 to 100 signs.");
    }

    static async Task<IResult> ChangePassword(HttpContext http, [FromForm] string? current, [FromForm] string? password, UserManager<Account> people, SignInManager<Account> signIn)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        if (account.PasswordHash is null && !http.RequestServices.GetRequiredService<SignInTickets>().IsFresh()) return Results.Redirect(FreshSignIn.Again);
        var changed = account.PasswordHash is null ? await people.AddPasswordAsync(account, password ?? "") : await people.ChangePasswordAsync(account, current ?? "", password ?? "");
        if (!changed.Succeeded) return await AccountView.Show(http, Faults(changed));
        await http.RequestServices.GetRequiredService<SignInTickets>().EndOthers(account.Id);
        await signIn.RefreshSignInAsync(account);
        return await AccountView.Show(http, done: "password_changed");
    }

    static async Task<IResult> NewCodes(HttpContext http, UserManager<Account> people)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        if (!account.TwoFactor) await people.ResetAuthenticatorKeyAsync(account);
        return await AccountView.Show(http, key: await people.GetAuthenticatorKeyAsync(account));
    }

    static async Task<IResult> ConfirmCodes(HttpContext http, [FromForm] string? code, UserManager<Account> people, SignInManager<Account> signIn)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        var plain = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (!await people.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, plain))
            return await AccountView.Show(http, [new("code", "code_wrong", "That code does not fit. Check the clock of the device that shows codes, and type the newest one.")], key: await people.GetAuthenticatorKeyAsync(account));
        await people.SetTwoFactorEnabledAsync(account, true);
        var recovery = await people.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes);
        await signIn.RefreshSignInAsync(account);
        return await AccountView.Show(http, done: "codes_on", recovery: [.. recovery!]);
    }

    /// <remarks>A password that is long enough beside a second factor may be too short alone.</remarks>
    static async Task<IResult> CodesOff(HttpContext http, [FromForm] string? confirm, UserManager<Account> people, SignInManager<Account> signIn)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        if (!await people.CheckPasswordAsync(account, confirm ?? "")) return await AccountView.Show(http, [new("confirm", "password_wrong", "That is not the present password.")]);
        if (PasswordRules.Check(confirm!, account.SignInName, secondFactor: false, http.RequestServices.GetRequiredService<KnownPlaces>().Words()) is { Count: > 0 } faults) return await AccountView.Show(http, [.. faults.Select(f => f with { Field = "confirm" })]);
        await people.SetTwoFactorEnabledAsync(account, false);
        await people.ResetAuthenticatorKeyAsync(account);
        await signIn.RefreshSignInAsync(account);
        return await AccountView.Show(http, done: "codes_off");
    }

    static async Task<IResult> EndSession(HttpContext http, string id, SignInStore sessions) =>
        http.Visitor().Account is { } account && await sessions.End(account, id) ? Results.Redirect("/account") : Results.NotFound();

    static List<Fault> Faults(IdentityResult result) =>
        [.. result.Errors.Select(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? new Fault("current", "password_wrong", "That is not the present password.") : new Fault("password", e.Code, e.Description))];
}
