using Outcomes.Api.Accounts;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Pages;

/// <summary>Who reads a page, for its parts: what is not theirs is not shown to be there.</summary>
sealed class Reader(Visitor? visitor, Actor? actor)
{
    /// <summary>Null: nobody is signed in; keys and an open machine have none either.</summary>
    public string? Account => visitor?.Account;

    public bool IsKnown => visitor is not null;

    /// <summary>In the study of the page, where it is of one.</summary>
    public bool May(string scope) => actor?.Scopes.Contains(scope) ?? visitor?.May(scope) ?? false;

    public static Reader Of(HttpContext http) => new(http.Features.Get<Visitor>(), http.GetRouteValue("study") is null ? null : http.Features.Get<Actor>());
}
