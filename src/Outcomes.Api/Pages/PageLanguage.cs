using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Pages;

/// <summary>In which language someone reads the pages: the one they chose, else the first that their browser asks for and we have, else English.</summary>
static class PageLanguage
{
    public const string Cookie = "outcomes-language", Query = "page-language";
    static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>The reader's words.</summary>
    public static Texts Texts(this HttpContext http) => Outcomes.Reports.Text.Texts.In(Of(http).Tag, PageEndpoints.Words);

    static Language Of(HttpContext http) => Tagged(http.Request.Cookies[Cookie]) ?? AskedFor(http.Request) ?? Language.All[0];

    /// <remarks>The main tag decides: who asks for Mexican Spanish reads ours, and who asks for Traditional Chinese reads Simplified more easily than English.</remarks>
    static Language? AskedFor(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage.Where(asked => asked.Quality != 0).OrderByDescending(asked => asked.Quality ?? 1)
        .Select(asked => Language.All.FirstOrDefault(l => string.Equals(MainTag(l.Tag), MainTag(asked.Value), StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);

    static string MainTag(StringSegment tag) => tag.ToString().Split('-')[0];

    static Language? Tagged(string? tag) => Language.All.FirstOrDefault(l => l.Tag == tag);

    /// <summary>Any page can be asked for in another language: the choice is kept in a cookie, and the page comes at its own address again.</summary>
    /// <remarks>A link and not a form, so that it needs no token: whoever tricks someone into it has changed the language of their pages and nothing else.</remarks>
    public static void UseLanguageChoice(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Path.StartsWithSegments("/api") || Tagged(http.Request.Query[Query]) is not { } chosen) return next();
        http.Response.Cookies.Append(Cookie, chosen.Tag, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = Kept, IsEssential = true });
        http.Response.Redirect(Own(http.Request.Path) + LanguageSwitch.Others(http.Request).ToQueryString());
        return Task.CompletedTask;
    });

    /// <remarks>One slash at the start: two would name another machine.</remarks>
    static string Own(PathString path) => "/" + path.ToUriComponent().Trim('/');
}

/// <summary>The way to the same page in another language, from wherever the reader is.</summary>
/// <param name="page">Relative, so that an answer about what is not there holds nothing of what was asked for.</param>
sealed class LanguageSwitch(string page, QueryBuilder query)
{
    public string To(Language language) => page + new QueryBuilder(query) { { PageLanguage.Query, language.Tag } };

    public static LanguageSwitch On(HttpContext http) => new(Page(http), HttpMethods.IsGet(http.Request.Method) ? Others(http.Request) : new QueryBuilder());

    public static QueryBuilder Others(HttpRequest request) =>
        new(request.Query.Where(q => q.Key != PageLanguage.Query).SelectMany(q => q.Value.Select(value => KeyValuePair.Create(q.Key, value ?? ""))));

    /// <summary>A form is answered below the page that it stands on: from there it is the nearest address above that has a page.</summary>
    static string Page(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method)) return "";
        if (http.GetEndpoint() is not RouteEndpoint form) return "/";
        var pages = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true).Select(e => string.Join('/', Parts(e))).ToHashSet(StringComparer.Ordinal);
        var parts = Parts(form);
        var up = 0;
        while (up < parts.Length && !pages.Contains(string.Join('/', parts.SkipLast(up)))) up++;
        return up switch { 0 => "", 1 => ".", _ => string.Join('/', Enumerable.Repeat("..", up - 1)) };
    }

    static string[] Parts(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
