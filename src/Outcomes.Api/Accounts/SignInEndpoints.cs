using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Pages;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Signing in and out, with a password and where it is set a one-time code.</summary>
/// <remarks>
/// Every refusal is the same sentence after the same work: an unknown name, a wrong password and a locked account cannot be told apart.
/// </remarks>
static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", (HttpContext http, string? back, bool? again, string? organisation) => Show(http, new(back, Fault: FromOrganisation(organisation), Again: again == true))).BeginsSession();
        pages.MapPost("/sign-in", SignIn).TakesOpenForms().BeginsSession();
        pages.MapGet("/sign-in/code", (HttpContext http, string? back) => ShowCode(http, new(back))).BeginsSession();
        pages.MapPost("/sign-in/code", Code).TakesOpenForms().BeginsSession();
        pages.MapPost("/sign-out", SignOut).TakesOpenForms();
    }

    static async Task<IResult> SignIn(HttpContext http, [FromForm] string? name, [FromForm] string? password, [FromForm] string? back, SignInManager<Account> signIn, IPasswordHasher<Account> hasher)
    {
        var account = await signIn.UserManager.FindByNameAsync(name ?? "");
        if (account?.PasswordHash is null || await signIn.UserManager.IsLockedOutAsync(account))
        {
            SpendAsMuch(hasher, password);
            return await Show(http, new(back, name, SignInForm.Wrong), 401);
        }
        var result = await signIn.PasswordSignInAsync(account, password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return Results.Redirect($"/sign-in/code?back={Uri.EscapeDataString(Local(back))}");
        return result.Succeeded ? Results.Redirect(Local(back)) : await Show(http, new(back, name, SignInForm.Wrong), 401);
    }

    /// <summary>What came of a sign-in through the organisation, if it is something that we say.</summary>
    static string? FromOrganisation(string? code) => code is OrganisationRefused.Failed or OrganisationRefused.Cancelled or OrganisationRefused.Unknown or OrganisationRefused.Unreachable
        or IdentityTokenCheck.Untrusted or IdentityTokenCheck.Expired or IdentityTokenCheck.OtherNonce || code == OrganisationLinkStore.Taken.Code ? code : null;

    /// <summary>What a wrong password costs, so that the time does not tell either.</summary>
    static void SpendAsMuch(IPasswordHasher<Account> hasher, string? password)
    {
        var nobody = new Account { Id = "", SignInName = "" };
        hasher.VerifyHashedPassword(nobody, NobodysHash.Value(hasher, nobody), password ?? "");
    }

    static async Task<IResult> Code(HttpContext http, [FromForm] string? code, [FromForm] string? back, SignInManager<Account> signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is null) return Results.Redirect("/sign-in");
        var plain = new string([.. (code ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-')]).ToUpperInvariant();
        var result = plain.Length == 6 && plain.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(plain, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(RecoveryCode.Written(plain));
        return result.Succeeded ? Results.Redirect(Local(back)) : await ShowCode(http, new(back, Fault: "code_failed"), 401);
    }

    /// <remarks>With the session goes what the browser keeps of it: the unlocked key, before all.</remarks>
    static async Task<IResult> SignOut(HttpContext http, SignInManager<Account> signIn)
    {
        await signIn.SignOutAsync();
        if (http.Request.Form["keep"] != "yes") http.Response.Headers["Clear-Site-Data"] = "\"storage\"";   // else the page has done so, but for sealed forms that wait to be sent
        return Results.Redirect("/sign-in");
    }

    /// <summary>Only a page of ours: 'back' could have been written by someone else.</summary>
    public static string Local(string? back) => back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\') ? back : "/";

    public static Task<IResult> Show(HttpContext http, SignInForm form, int status = 200) =>
        Forms.Page<SignInPage>(http, new() { [nameof(SignInPage.Form)] = form with { Back = Local(form.Back) }, [nameof(SignInPage.Organisation)] = http.RequestServices.GetRequiredService<HostSettings>().Organisation?.Name }, status);

    static Task<IResult> ShowCode(HttpContext http, SignInForm form, int status = 200) =>
        Forms.Page<SignInCodePage>(http, new() { [nameof(SignInCodePage.Form)] = form with { Back = Local(form.Back) } }, status);
}

/// <summary>What was typed, to be shown again; never the password.</summary>
/// <param name="Fault">Code of what is wrong.</param>
/// <param name="Again">For someone who is signed in, before a change that needs it.</param>
public sealed record SignInForm(string? Back, string? Name = null, string? Fault = null, bool Again = false)
{
    public const string Wrong = "sign_in_failed";
}

static class NobodysHash
{
    static string? _hash;

    public static string Value(IPasswordHasher<Account> hasher, Account nobody) => _hash ??= hasher.HashPassword(nobody, "nobody signs in with this");
}

/// <summary>Identity writes recovery codes as two groups of five.</summary>
static class RecoveryCode
{
    public static string Written(string plain) => plain.Length == 10 ? $"{plain[..5]}-{plain[5..]}" : plain;
}
