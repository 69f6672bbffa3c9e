using System.Security.Cryptography;
using System.Text;
using Outcomes.Reports.Theme;

namespace Outcomes.Api.Pages;

/// <summary>The pages' two files. Their addresses hold their hash, so a browser keeps them for good and still never shows an old one.</summary>
static class PageAssets
{
    public const string ApiDocument = "/api/v1/openapi.json";

    const string Icon =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b4f7d"/><path d="M7 21l6-7 5 4 7-9" fill="none" stroke="#fff" stroke-width="3"/></svg>""";

    static readonly string Style = ThemeSheet.Css + Embedded("pages.css");

    public static readonly string StylePath = $"/assets/{Hash(Style)}.css";
    public static readonly string IconPath = $"/assets/{Hash(Icon)}.svg";

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        Map(routes, StylePath, Style, "text/css; charset=utf-8");
        Map(routes, IconPath, Icon, "image/svg+xml");
    }

    static void Map(IEndpointRouteBuilder routes, string path, string text, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        routes.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(bytes, type);
        }).ExcludeFromDescription();
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    static string Embedded(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"pages/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
