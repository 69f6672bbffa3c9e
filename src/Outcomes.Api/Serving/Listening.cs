using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Outcomes.Api.Serving;

/// <summary>Where the system may listen: in the clear on this machine alone, everywhere else over TLS.</summary>
static class Listening
{
    /// <summary>What one request may hold unless its address says more: a form, a definition in JSON.</summary>
    public const long BodyBytes = 1024 * 1024;

    const int HeaderBytes = 16 * 1024, Headers = 64, LeastBytesASecond = 240;
    static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15), Grace = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidOperationException">Passwords or data would cross a network in the clear, or nobody said under which name the system is reached.</exception>
    public static void Check(HostSettings settings)
    {
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            throw new InvalidOperationException($"'{settings.Url}' is no address to listen on; one is written like http://127.0.0.1:5080 or https://outcomes.example:443.");
        var tls = url.Scheme == Uri.UriSchemeHttps;
        if (!tls && !IsThisMachine(url))
            throw new InvalidOperationException($"Outcomes listens in the clear on this machine only (127.0.0.1), and '{url.Host}' is another address: give an https address with --certificate, or 127.0.0.1 with --behind-proxy.");
        if (tls && settings.Certificate is null) throw new InvalidOperationException("An https address needs a certificate: --certificate FILE (PFX or PEM).");
        if (!tls && settings.Certificate is not null) throw new InvalidOperationException("A certificate is used at an https address only: write --urls https://NAME:PORT.");
        if (tls && settings.BehindProxy || settings.BehindProxy && settings.Hosts.Count == 0)
            throw new InvalidOperationException("Behind a proxy the system listens at http://127.0.0.1:PORT, and needs --host NAME, the name under which the proxy is reached.");
        if (tls && settings.Hosts.Count == 0 && !IsThisMachine(url) && url.HostNameType != UriHostNameType.Dns)
            throw new InvalidOperationException("Say with --host NAME under which name people reach the system; requests for other names are refused.");
    }

    public static bool IsThisMachine(Uri url) => url.Host == HostSettings.ThisMachine || IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);

    /// <remarks>A page elsewhere could point a name of its own at this machine and read ours through it; other names are refused.</remarks>
    public static IReadOnlyList<string> Names(HostSettings settings)
    {
        var url = new Uri(settings.Url);
        string[] own = IsThisMachine(url) && !settings.BehindProxy ? [HostSettings.ThisMachine, "127.0.0.1", "[::1]"] : url.HostNameType == UriHostNameType.Dns && !settings.BehindProxy ? [url.Host] : [];
        return [.. settings.Hosts.Concat(own).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Limits for everyone, and TLS 1.2 and 1.3 where there is a certificate.</summary>
    public static void Configure(KestrelServerOptions kestrel, HostSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytes;
        (kestrel.Limits.MaxRequestHeadersTotalSize, kestrel.Limits.MaxRequestHeaderCount, kestrel.Limits.RequestHeadersTimeout) = (HeaderBytes, Headers, HeadersWithin);
        kestrel.Limits.MinRequestBodyDataRate = new(LeastBytesASecond, Grace);
        kestrel.Limits.MinResponseDataRate = new(LeastBytesASecond, Grace);
        if (settings.Certificate is not { } certificate) return;
        var file = new CertificateFile(certificate, settings.Time.GetUtcNow(), kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Outcomes.Serving"));
        var url = new Uri(settings.Url);
        void Tls(ListenOptions listen) => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = file.Current(), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }),
        });
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)) kestrel.Listen(address, url.Port, Tls);
        else if (url.Host == HostSettings.ThisMachine) kestrel.ListenLocalhost(url.Port, Tls);
        else kestrel.ListenAnyIP(url.Port, Tls);
    }
}
