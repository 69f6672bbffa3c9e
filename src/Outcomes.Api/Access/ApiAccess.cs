using Outcomes.Api.Problems;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Access;

/// <summary>Who asks, from the key in the Authorization header.</summary>
static class ApiAccess
{
    const string Scheme = "Bearer ";

    /// <summary>Lets only keys with this scope through; a key of one study finds nothing at the addresses of others.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (Holder(http) is not { } actor)
            {
                http.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
                return Problem.NoKey;
            }
            if (!actor.Scopes.Contains(scope)) return Problem.WrongScope(scope);
            if (http.GetRouteValue("study") is string study && !actor.MaySee(study)) return Problem.NotFound;
            http.Features.Set(actor.For(scope));
            return await next(context);
        }).WithMetadata(new ScopeNeeded(scope));

    /// <summary>Who asks; only behind <see cref="RequireScope"/>.</summary>
    public static Actor Actor(this HttpContext http) => http.Features.Get<Actor>() ?? throw new InvalidOperationException("This endpoint does not ask for a key.");

    public static Actor? Holder(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.Ordinal)
            ? http.RequestServices.GetRequiredService<ApiKeyStore>().Find(header[Scheme.Length..])
            : null;
}

/// <summary>For the API's description.</summary>
sealed record ScopeNeeded(string Scope);
