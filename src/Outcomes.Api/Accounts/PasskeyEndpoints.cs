using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Data.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Adding and removing passkeys, and coming in with one.</summary>
static class PasskeyEndpoints
{
    const string Json = "application/json";

    public static void MapPasskeys(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/account/passkeys/options", CreationOptions).TakesScripts().AfterFreshSignIn();
        pages.MapPost("/account/passkeys", Add).TakesForms().AfterFreshSignIn();
        pages.MapPost("/account/passkeys/{id}/remove", Remove).TakesForms().AfterFreshSignIn();
        pages.MapPost("/sign-in/passkey/options", RequestOptions).TakesOpenScripts(Limits.Passkey).BeginsSession();
        pages.MapPost("/sign-in/passkey", SignIn).TakesOpenForms().BeginsSession();
    }

    static async Task<IResult> CreationOptions(HttpContext http, SignInManager<Account> signIn)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = account.Id, Name = account.SignInName, DisplayName = account.SignInName }), Json);
    }

    static async Task<IResult> Add(HttpContext http, [FromForm] string? name, [FromForm] string? credential, SignInManager<Account> signIn, PasskeyStore passkeys)
    {
        if (await AccountView.Own(http) is not { } account) return Results.NotFound();
        var typed = (name ?? "").Trim();
        var faults = Faults(typed, passkeys.Of(account.Id).Count).ToList();
        if (faults.Count > 0) return await AccountView.Show(http, faults, passkeyName: typed);
        if (await Attested(signIn, credential) is not { } made || made.UserEntity.Id != account.Id || !await passkeys.Add(Stored(made.Passkey, account.Id, typed)))
            return await AccountView.Show(http, [new("passkey-name", "passkey_failed", "The passkey could not be added. Try again, and confirm on the device within five minutes.")], passkeyName: typed);
        return await AccountView.Show(http, done: "passkey_added");
    }

    static IEnumerable<Fault> Faults(string name, int already)
    {
        if (name.Length is 0 or > WaysIn.LongestName || name.Any(char.IsControl)) yield return new("passkey-name", "passkey_name", "Give the passkey a name of 1 to 60 signs, such as the device it is on.");
        if (already >= WaysIn.MostPasskeys) yield return new("passkey-name", "passkeys_many", "An account has at most 20 passkeys. Remove one that you no longer use.");
    }

    /// <remarks>Whoever had the device may still be signed in with it: every other session ends.</remarks>
    static async Task<IResult> Remove(HttpContext http, string id, PasskeyStore passkeys, SignInTickets tickets)
    {
        if (http.Visitor().Account is not { } account) return Results.NotFound();
        if (await passkeys.Remove(account, id) is { } fault) return await AccountView.Show(http, [fault]);
        await tickets.EndOthers(account);
        return await AccountView.Show(http, done: "passkey_removed");
    }

    static async Task<IResult> RequestOptions(SignInManager<Account> signIn) => Results.Content(await signIn.MakePasskeyRequestOptionsAsync(user: null!), Json);

    /// <summary>Counts as two factors. A passkey cannot be guessed, so an account that waits because of wrong passwords does not wait here.</summary>
    static async Task<IResult> SignIn(HttpContext http, [FromForm] string? credential, [FromForm] string? back, SignInManager<Account> signIn, PasskeyStore passkeys)
    {
        if (await Asserted(signIn, credential) is not { } found || !await passkeys.Answer(Stored(found.Passkey, found.User.Id, ""), Signed(credential!)))
            return await SignInEndpoints.Show(http, new(back, Fault: SignInForm.Wrong), 401);
        await signIn.SignInWithClaimsAsync(found.User, new AuthenticationProperties(), [new("amr", "passkey")]);
        return Results.Redirect(SignInEndpoints.Local(back));
    }

    /// <remarks>Where no ceremony is under way (its cookie has expired, or never was) the framework throws.</remarks>
    static async Task<(UserPasskeyInfo Passkey, PasskeyUserEntity UserEntity)?> Attested(SignInManager<Account> signIn, string? credential)
    {
        if (string.IsNullOrWhiteSpace(credential)) return null;
        try { return await signIn.PerformPasskeyAttestationAsync(credential) is { Succeeded: true } made ? (made.Passkey, made.UserEntity) : null; }
        catch (InvalidOperationException) { return null; }
    }

    static async Task<(UserPasskeyInfo Passkey, Account User)?> Asserted(SignInManager<Account> signIn, string? credential)
    {
        if (string.IsNullOrWhiteSpace(credential)) return null;
        try { return await signIn.PerformPasskeyAssertionAsync(credential) is { Succeeded: true } found ? (found.Passkey, found.User) : null; }
        catch (InvalidOperationException) { return null; }
    }

    /// <summary>The client's data of an answer that was found right: it holds the challenge, so no two are alike, and the signature covers it.</summary>
    static byte[] Signed(string credential)
    {
        using var json = JsonDocument.Parse(credential);
        return Base64Url.DecodeFromChars(json.RootElement.GetProperty("response").GetProperty("clientDataJSON").GetString());
    }

    static Passkey Stored(UserPasskeyInfo info, string account, string name) => new()
    {
        CredentialId = info.CredentialId, Account = account, Name = name, PublicKey = info.PublicKey, SignCount = info.SignCount, Transports = info.Transports ?? [],
        BackupEligible = info.IsBackupEligible, BackedUp = info.IsBackedUp,
    };
}
