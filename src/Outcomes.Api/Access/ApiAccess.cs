using Outcomes.Api.Problems;
using Outcomes.Data.Access;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Access;

/// <summary>Who asks, from the key in the Authorization header.</summary>
static class ApiAccess
{
    const string Scheme = "Bearer ";

    /// <summary>
    /// Lets only keys with this scope through; a key of one study finds nothing at the addresses of others. Behind it, the actor's schools are
    /// those in which it has this scope.
    /// </summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var (state, actor) = Asks(http);
            if (actor is null)
            {
                http.Response.Headers.WWWAuthenticate = state is null ? Scheme.TrimEnd() : $"{Scheme}error=\"invalid_token\"";
                return Problem.NoKey(state);
            }
            if (!actor.Scopes.Contains(scope)) return Problem.WrongScope(scope);
            if (http.GetRouteValue("study") is string study && !actor.MaySee(study)) return Problem.NotFound;
            http.Features.Set(actor.For(scope));
            return await next(context);
        }).WithMetadata(new ScopeNeeded(scope));

    /// <summary>Who asks; only behind <see cref="RequireScope"/>.</summary>
    public static Actor Actor(this HttpContext http) => http.Features.Get<Actor>() ?? throw new InvalidOperationException("This endpoint does not ask for a key.");

    public static Actor? Holder(HttpContext http) => Asks(http).Actor;

    /// <returns>State: null where no key was sent.</returns>
    static (KeyState? State, Actor? Actor) Asks(HttpContext http)
    {
        if (http.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.Ordinal)) return (null, null);
        var services = http.RequestServices;
        var key = services.GetRequiredService<ApiKeyStore>().Find(header[Scheme.Length..]);
        return key.State != KeyState.Good ? (key.State, null) : (key.State, new Actor(key.Name!, key.Scopes!, key.Study)
            .Within(Places.Schools(services.GetRequiredService<StudyStore>(), key.Study, key.District, key.Schools!)));
    }
}

/// <summary>For the API's description.</summary>
sealed record ScopeNeeded(string Scope);
