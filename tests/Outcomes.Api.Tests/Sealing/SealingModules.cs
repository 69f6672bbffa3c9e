using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

/// <summary>Our modules in the real browser, on a page of ours and so under our content policy.</summary>
public sealed class SealingModules : IAsyncLifetime
{
    RunningHost _host = null!;
    BrowserSession _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.Start();
        _browser = await BrowserSession.Open(_host.Address);
        await _browser.Page.GotoAsync("/sign-in");
    }

    /// <summary>Runs <paramref name="body"/>, which gets the module's exports as <c>m</c>, those of <c>bytes.js</c> as <c>b</c>, and <paramref name="given"/> as <c>given</c>.</summary>
    public Task<T> Run<T>(string module, string body, object? given = null) => _browser.Page.EvaluateAsync<T>(
        $$"""
        async given => {
          const [m, b] = [await import('{{PathOf(_host, module)}}'), await import('{{PathOf(_host, "bytes.js")}}')];
          const hex = text => Uint8Array.from(text.match(/../g) ?? [], byte => parseInt(byte, 16));
          const unhex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
          const pair = (d, point) => crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d: b.base64url(hex(d)), x: b.base64url(hex(point).slice(1, 33)), y: b.base64url(hex(point).slice(33)) },
            { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
          {{body}}
        }
        """, given);

    /// <summary>Where the program serves its modules: the address holds the hash of them all.</summary>
    public static string PathOf(RunningHost host, string module) =>
        $"/{((IEndpointRouteBuilder)host.App).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!.TrimStart('/')).Single(p => p.EndsWith("{module}.js", StringComparison.Ordinal)).Replace("{module}.js", module)}";

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
    }
}
