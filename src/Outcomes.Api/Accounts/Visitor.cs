using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Outcomes.Api.Access;
using Outcomes.Data.Accounts;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Who looks at a page: someone signed in, the holder of a key, or whoever sits at a machine that was told to ask nobody.</summary>
/// <param name="Account">Null for a key, and where nobody is asked.</param>
/// <param name="Actors">One for each role.</param>
sealed record Visitor(string? Account, IReadOnlyList<Actor> Actors)
{
    /// <summary>What the visitor may do in this study; null: there is nothing of it that is theirs.</summary>
    public Actor? In(string study) => Actor.Together(Actors, study);

    /// <summary>The studies in which the visitor has a scope that is kept across studies, such as people and keys; null: every study.</summary>
    public IReadOnlySet<string>? StudiesFor(string scope)
    {
        var holders = Actors.Where(a => a.Scopes.Contains(scope)).ToList();
        return holders.Any(a => a.Study is null) ? null : holders.Select(a => a.Study!).ToHashSet(StringComparer.Ordinal);
    }

    public bool May(string scope) => Actors.Any(a => a.Scopes.Contains(scope));

    public static Visitor OnThisMachine { get; } = new(null, [Actor.OnThisMachine("page")]);

    /// <summary>Null: nobody that we know.</summary>
    public static async Task<Visitor?> Of(HttpContext http)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<HostSettings>().AskNobody) return OnThisMachine;
        if (ApiAccess.Holder(http) is { } key) return new(null, [key]);
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (signedIn.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } account) return null;
        var studies = services.GetRequiredService<StudyStore>();
        return new(account, [.. services.GetRequiredService<AccountStore>().Roles(account).Select(role => Of(studies, account, role))]);
    }

    static Actor Of(StudyStore studies, string account, RoleGrant role) => new Actor($"account {account}", Permissions.Of(role.Role), role.Study)
        .Within(Places.Schools(studies, role.Study, role.District, role.School is { } school ? [school] : []));
}

/// <summary>Pages behind sign-in.</summary>
static class VisitorPages
{
    /// <summary>Sends whoever is not known to the sign-in page, and back afterwards; a page that is not theirs looks like none.</summary>
    /// <param name="scope">Needed, in the study of the address where there is one; null: to be known is enough.</param>
    public static TBuilder ForVisitors<TBuilder>(this TBuilder endpoint, string? scope = null) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (await Accounts.Visitor.Of(http) is not { } visitor)
                return Results.Redirect($"/sign-in?back={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            var study = http.GetRouteValue("study") as string;
            var actor = study is null ? visitor.Actors.FirstOrDefault(a => scope is null || a.Scopes.Contains(scope)) : visitor.In(study);
            if (scope is not null && actor?.Scopes.Contains(scope) != true || study is not null && actor is null) return Results.NotFound();
            http.Features.Set(visitor);
            if (actor is not null) http.Features.Set(scope is null ? actor : actor.For(scope));
            return await next(context);
        }).WithMetadata(new VisitorNeeded(scope));

    public static Visitor Visitor(this HttpContext http) => http.Features.Get<Visitor>() ?? throw new InvalidOperationException("This page does not ask who looks at it.");
}

/// <summary>For the table of permissions and its test.</summary>
sealed record VisitorNeeded(string? Scope);
