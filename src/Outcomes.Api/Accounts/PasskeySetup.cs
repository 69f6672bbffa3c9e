using Microsoft.AspNetCore.Identity;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Passkeys by the framework; what is set otherwise than by default stands here, with its reason.</summary>
static class PasskeySetup
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<HostSettings>((options, settings) =>
        {
            options.ServerDomain = settings.Domain;                   // never taken from a request
            options.UserVerificationRequirement = "required";         // device and its owner's finger, face or PIN: two factors in one
            options.ResidentKeyRequirement = "required";              // nobody types a name first, so none can be tried out
            options.AttestationConveyancePreference = "none";
            options.ValidateOrigin = context => ValueTask.FromResult(IsOurs(context, settings));
        });
        return services;
    }

    /// <summary>
    /// The very origin that the request came to, whose host the host filter has let through, on a name that the passkeys are bound to, and
    /// no frame of another page around it.
    /// </summary>
    static bool IsOurs(PasskeyOriginValidationContext context, HostSettings settings)
    {
        var request = context.HttpContext.Request;
        return !context.CrossOrigin && context.Origin == $"{request.Scheme}://{request.Host}" && request.Host.Host == settings.Domain
            && (request.IsHttps || settings.Domain == HostSettings.ThisMachine);
    }
}
