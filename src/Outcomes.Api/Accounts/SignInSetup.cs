using System.Xml.Linq;
using Microsoft.AspNetCore.Antiforgery;
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

    public static IServiceCollection AddSignIn(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<AccountStore>().AddSingleton<InvitationStore>().AddSingleton<SignInStore>().AddSingleton<PasskeyStore>().AddSingleton<OrganisationLinkStore>().AddSingleton<ProtectionKeyStore>()
            .AddSingleton<PasswordResetStore>().AddSingleton<KnownPlaces>().AddSingleton<SignInTickets>().AddPasskeys();
        services.AddDataProtection().SetApplicationName("outcomes");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(all => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new KeyRing(all.GetRequiredService<ProtectionKeyStore>())));
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Rounds);
        services.AddIdentityCore<Account>(Identity).AddUserStore<IdentityStore>().AddPasswordValidator<PasswordValidator>().AddSignInManager()
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);   // the default ones want e-mail and telephone
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies();
        authentication.AddOrganisation(settings);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SignInTickets>(Cookie);
        foreach (var (scheme, name) in CookieNames)
            services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<HostSettings>((cookie, settings) => Protect(cookie.Cookie, name, settings));
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAntiforgery(forms => forms.Cookie.SameSite = SameSiteMode.Strict);
        services.AddOptions<AntiforgeryOptions>().Configure<HostSettings>((forms, settings) => Protect(forms.Cookie, "outcomes-form", settings));
        return services.AddAuthorization();
    }

    /// <remarks>Length and blocklist are judged by <see cref="PasswordRules"/>; the framework's rules of composition are off, as NIST has it.</remarks>
    static void Identity(IdentityOptions options)
    {
        options.Password = new PasswordOptions { RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredLength = 1, RequiredUniqueChars = 1 };
        options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = AttemptsBeforeLock, DefaultLockoutTimeSpan = LockedFor, AllowedForNewUsers = true };
        options.User.AllowedUserNameCharacters = "";
    }

    static readonly (string Scheme, string Name)[] CookieNames =
        [(IdentityConstants.ApplicationScheme, "outcomes"), (IdentityConstants.TwoFactorUserIdScheme, "outcomes-step"), (IdentityConstants.ExternalScheme, "outcomes-organisation"), (IdentityConstants.TwoFactorRememberMeScheme, "outcomes-device")];

    /// <remarks>Over TLS no other host and no page in the clear can set a cookie of this name (__Host-). On loopback there is no TLS, and browsers would not send a Secure one.</remarks>
    static void Protect(CookieBuilder cookie, string name, HostSettings settings)
    {
        (cookie.Name, cookie.SecurePolicy) = settings.OverTls ? ($"__Host-{name}", CookieSecurePolicy.Always) : (name, CookieSecurePolicy.SameAsRequest);
        (cookie.HttpOnly, cookie.Path) = (true, "/");
    }

    static void Cookie(CookieAuthenticationOptions cookie, SignInTickets tickets)
    {
        cookie.SessionStore = tickets;
        cookie.Cookie.SameSite = SameSiteMode.Lax;   // Strict would sign out whoever follows a link from a mail
        cookie.ExpireTimeSpan = SignedInFor;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "back";
        cookie.AccessDeniedPath = "/sign-in";
    }
}

/// <summary>Our rules in Identity's form; the code stays ours.</summary>
sealed class PasswordValidator(KnownPlaces places) : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var faults = PasswordRules.Check(password ?? "", user.SignInName, user.TwoFactor, places.Words());
        return Task.FromResult(faults.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. faults.Select(f => new IdentityError { Code = f.Code, Description = f.Reason })]));
    }
}

/// <summary>Data-protection keys in the database: one thing to back up, and the next node reads the same cookies.</summary>
sealed class KeyRing(ProtectionKeyStore keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting)).GetAwaiter().GetResult();
}
