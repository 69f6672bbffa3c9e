using System.Text;
using Microsoft.AspNetCore.Routing;
using Outcomes.Api.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Access;

/// <summary>One address of the running program, and what it asks of whoever comes.</summary>
/// <param name="Needs">A scope; <c>signed in</c>; or <c>nothing</c>.</param>
/// <param name="Roles">Those that may, in a study of theirs; empty where nothing is asked.</param>
public sealed record PermissionRow(string Method, string Address, string Needs, IReadOnlyList<Role> Roles);

/// <summary>Who may what, read from the endpoints themselves: a table that is written by hand is wrong within a month.</summary>
public static class PermissionTable
{
    public const string Nothing = "nothing", SignedIn = "signed in";

    public static IReadOnlyList<PermissionRow> Of(IEndpointRouteBuilder app) =>
    [
        .. app.DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => Row(method, e)))
            .DistinctBy(r => (r.Method, r.Address)).OrderBy(r => r.Address, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    static PermissionRow Row(string method, RouteEndpoint endpoint)
    {
        var needs = endpoint.Metadata.GetMetadata<ScopeNeeded>()?.Scope
            ?? (endpoint.Metadata.GetMetadata<VisitorNeeded>() is { } visitor ? visitor.Scope ?? SignedIn : Nothing);
        return new(method, Address(endpoint), needs, needs == Nothing ? [] : [.. Enum.GetValues<Role>().Where(r => needs == SignedIn || Permissions.Of(r).Contains(needs))]);
    }

    /// <summary>As <c>docs/security/permissions.md</c> holds it.</summary>
    public static string Markdown(IReadOnlyList<PermissionRow> rows)
    {
        var text = new StringBuilder(
            """
            # Who may what

            Made from the running program's own list of addresses (`./outcomes permissions`); a test compares it. A role holds in the studies
            (districts, schools) that it was given for: anywhere else, and where there is nothing, the answer is the same 404. The roles'
            columns hold for people and for keys with the same scope alike.


            """.ReplaceLineEndings("\n"));
        var roles = Enum.GetValues<Role>();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| | address | needs | {string.Join(" | ", roles.Select(r => EnumNames<Role>.Of(r).Replace('_', ' ')))} |\n|---|---|---|{string.Concat(roles.Select(_ => "---|"))}\n");
        foreach (var row in rows)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {row.Method} | `{row.Address}` | {row.Needs} | {string.Join(" | ", roles.Select(r => row.Needs == Nothing || row.Roles.Contains(r) ? "yes" : ""))} |\n");
        return text.ToString();
    }

    /// <remarks>The addresses of style, icon and scripts hold their hash, which changes with every edit of theirs.</remarks>
    static string Address(RouteEndpoint endpoint)
    {
        var address = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return !address.StartsWith("/assets/", StringComparison.Ordinal) ? address : address.EndsWith(".js", StringComparison.Ordinal) ? "/assets/…/{module}.js" : $"/assets/…{Path.GetExtension(address)}";
    }
}
