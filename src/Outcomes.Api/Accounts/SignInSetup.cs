using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Sign-in by ASP.NET Core Identity on our stores: what is set otherwise than by default stands here, with its reason.</summary>
static class SignInSetup
{
    /// <summary>OWASP Password Storage Cheat Sheet: PBKDF2-HMAC-SHA512 with 210,000 rounds.</summary>
    public const int Rounds = 210_000;
    public const int AttemptsBeforeLock = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15), SignedInFor = TimeSpan.FromHours(8), FreshFor = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>().AddSingleton<RoleStore>().AddSingleton<InvitationStore>().AddSingleton<SignInStore>().AddSingleton<PasskeyStore>().AddSingleton<OrganisationLinkStore>().AddSingleton<ProtectionKeyStore>()
            .AddSingleton<SignInTickets>().AddPasskeys();
        services.AddDataProtection().SetApplicationName("outcomes");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(all => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new KeyRing(all.GetRequiredService<ProtectionKeyStore>())));
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Rounds);
        services.AddIdentityCore<Account>(Identity).AddUserStore<IdentityStore>().AddPasswordValidator<PasswordValidator>().AddSignInManager()
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);   // the default ones want e-mail and telephone
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SignInTickets>(Cookie);
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAntiforgery(forms => (forms.Cookie.Name, forms.Cookie.SameSite, forms.Cookie.SecurePolicy) = ("outcomes-form", SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest));
        return services.AddAuthorization();
    }

    /// <remarks>Length and blocklist are judged by <see cref="PasswordRules"/>; the framework's rules of composition are off, as NIST has it.</remarks>
    static void Identity(IdentityOptions options)
    {
        options.Password = new PasswordOptions { RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredLength = 1, RequiredUniqueChars = 1 };
        options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = AttemptsBeforeLock, DefaultLockoutTimeSpan = LockedFor, AllowedForNewUsers = true };
        options.User.AllowedUserNameCharacters = "";
    }

    /// <remarks>Over TLS the cookie is Secure; on loopback there is no TLS, and browsers would not send a Secure one.</remarks>
    static void Cookie(CookieAuthenticationOptions cookie, SignInTickets tickets)
    {
        cookie.SessionStore = tickets;
        cookie.Cookie.Name = "outcomes";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;   // Strict would sign out whoever follows a link from a mail
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = SignedInFor;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "back";
        cookie.AccessDeniedPath = "/sign-in";
    }
}

/// <summary>Our rules in Identity's form; the code stays ours.</summary>
sealed class PasswordValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var faults = PasswordRules.Check(password ?? "", user.SignInName, user.TwoFactor);
        return Task.FromResult(faults.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. faults.Select(f => new IdentityError { Code = f.Code, Description = f.Reason })]));
    }
}

/// <summary>Data-protection keys in the database: one thing to back up, and the next node reads the same cookies.</summary>
sealed class KeyRing(ProtectionKeyStore keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting)).GetAwaiter().GetResult();
}
