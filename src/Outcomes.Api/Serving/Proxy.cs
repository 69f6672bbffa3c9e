using Microsoft.AspNetCore.HttpOverrides;
using Outcomes.Api.Problems;

namespace Outcomes.Api.Serving;

/// <summary>
/// A reverse proxy on the same machine that speaks TLS for us. What it says of a request is believed from loopback alone, and one hop: that it
/// came by https, and from which address, since the limits of sign-in depend on it. The name it passes on as it is: X-Forwarded-Host is not read.
/// </summary>
static class Proxy
{
    public static void UseProxy(this WebApplication app, HostSettings settings)
    {
        if (!settings.BehindProxy) return;
        app.UseForwardedHeaders(new ForwardedHeadersOptions   // loopback is the framework's default for whom to believe
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1,
        });
        app.Use((http, next) => http.Request.IsHttps ? next(http)
            : Problem.Of(400, "This system is reached over https only.", "Its proxy must send X-Forwarded-Proto: https; see docs/how-to/serve-with-tls.md.").ExecuteAsync(http));
    }
}
