using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Outcomes.Api.Pages;

namespace Outcomes.Api.Accounts;

/// <summary>Sign-in through an organisation, where one is configured.</summary>
static partial class OrganisationSetup
{
    public const string Scheme = "organisation";

    public static void AddOrganisation(this AuthenticationBuilder authentication, HostSettings settings)
    {
        if (settings.Organisation is not { } organisation) return;
        authentication.AddOAuth<OrganisationOptions, OrganisationHandler>(Scheme, organisation.Name, options =>
        {
            (options.Organisation, options.ClientId, options.ClientSecret) = (organisation, organisation.ClientId, organisation.ClientSecret);
            (options.AuthorizationEndpoint, options.TokenEndpoint) = ("/", "/");   // the discovery document says them
            options.CallbackPath = "/sign-in/organisation/callback";
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.UsePkce = true;
            options.SaveTokens = false;   // they would open more than who someone is
            options.Scope.Clear();
            options.Scope.Add("openid");
            (options.CorrelationCookie.SameSite, options.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, settings.OverTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
            options.CorrelationCookie.Name = settings.OverTls ? "__Secure-outcomes-organisation." : "outcomes-organisation.";
            options.Discovery = new($"{organisation.Issuer.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !options.ThisMachine });
            options.Events = new OAuthEvents { OnRedirectToAuthorizationEndpoint = Go, OnRemoteFailure = Failed };
        });
    }

    /// <remarks>A page of ours that goes on by itself: answered with a redirect, the form would have sent people elsewhere, which the content policy forbids.</remarks>
    static async Task Go(RedirectContext<OAuthOptions> context)
    {
        context.Response.Headers["Refresh"] = $"0; url={context.RedirectUri}";
        await (await PageEndpoints.Page<OrganisationGoPage>(context.HttpContext, new() { [nameof(OrganisationGoPage.Address)] = context.RedirectUri, [nameof(OrganisationGoPage.Name)] = ((OrganisationOptions)context.Options).Organisation.Name }))
            .ExecuteAsync(context.HttpContext);
    }

    static Task Failed(RemoteFailureContext context)
    {
        var code = context.Failure switch
        {
            OrganisationRefused refused => refused.Code,
            _ when context.Request.Query["error"] == "access_denied" => OrganisationRefused.Cancelled,
            HttpRequestException or TaskCanceledException => OrganisationRefused.Unreachable,
            _ => OrganisationRefused.Failed,
        };
        Refused(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Outcomes.Accounts"), code, (context.Failure as OrganisationRefused)?.Message ?? "the provider or the way there failed");
        context.Response.Redirect($"/sign-in?organisation={code}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>For the steward: which check failed, and nothing of what was sent.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in through the organisation was refused ({Code}): {Why}")]
    static partial void Refused(ILogger log, string code, string why);
}
