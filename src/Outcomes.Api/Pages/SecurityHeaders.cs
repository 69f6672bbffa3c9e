namespace Outcomes.Api.Pages;

/// <summary>What every answer says to a browser: run nothing inline, fetch from nowhere else, guess no types, frame nowhere.</summary>
static class SecurityHeaders
{
    /// <remarks>Scripts are modules of ours alone, and cannot turn a text into markup: an injected name stays a name.</remarks>
    const string Policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>For a page that sets up the service worker: its script may name that one file, through a policy that lets nothing else pass.</summary>
    public static void AllowWorker(HttpContext http) =>
        http.Response.Headers.ContentSecurityPolicy = Policy.Replace("trusted-types 'none'", "trusted-types service-worker", StringComparison.Ordinal);

    /// <summary>The same, with more for a page that needs it.</summary>
    public static string With(string directive) => $"{Policy}; {directive}";

    /// <remarks>Set at the last moment, since an answer to a fault begins with its headers cleared; what an endpoint set itself stays.</remarks>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.TryAdd("Content-Security-Policy", Policy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        }, http.Response);
        return next();
    });
}
