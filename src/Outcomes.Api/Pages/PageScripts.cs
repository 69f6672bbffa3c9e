using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Api.Pages;

/// <summary>
/// The pages' ES modules, from every noun's folder, as the browser gets them: no bundler, no build. All stand at one address that holds
/// the hash of them all, so that a module imports another as <c>./name.js</c> and a browser never mixes two versions.
/// </summary>
static class PageScripts
{
    const string Folder = "scripts/";

    /// <summary>Pages that a service worker may stand before: never those of accounts and keys.</summary>
    const string WorkersReach = "/studies/";

    static readonly Dictionary<string, byte[]> Modules = typeof(PageScripts).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(n => n[Folder.Length..], Bytes, StringComparer.Ordinal);

    static readonly string Hash = HashOfAll();

    /// <param name="module">File name, such as <c>roster.js</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such module: a fault of the program.</exception>
    public static string Path(string module) =>
        Modules.ContainsKey(module) ? $"/assets/{Hash}/{module}" : throw new KeyNotFoundException($"No script '{module}' was built into the program.");

    public static void MapScripts(this IEndpointRouteBuilder routes) => routes.MapGet($"/assets/{Hash}/{{module}}.js", (HttpContext http, string module) =>
    {
        if (!Modules.TryGetValue($"{module}.js", out var bytes)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (module.EndsWith("-worker", StringComparison.Ordinal)) http.Response.Headers["Service-Worker-Allowed"] = WorkersReach;
        return Results.Bytes(bytes, "text/javascript; charset=utf-8");
    }).ExcludeFromDescription();

    static string HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in Modules.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{bytes.Length}\n"));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    static byte[] Bytes(string name)
    {
        using var stream = typeof(PageScripts).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
