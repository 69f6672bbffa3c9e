using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>A browser without scripts: it keeps cookies, and sends a page's form with the token that the page gave.</summary>
sealed partial class FormClient : IDisposable
{
    readonly HttpClient _client;

    public FormClient(Uri address, bool follow = true) =>
        _client = Canaries.WatchedHandler.Client(address, new HttpClientHandler { AllowAutoRedirect = follow, CookieContainer = Cookies });

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client => _client;

    public Task<HttpResponseMessage> Get(string path) => _client.GetAsync(path);

    public async Task<string> Page(string path) => await (await Get(path)).Content.ReadAsStringAsync();

    /// <summary>Loads a page and sends its form to an address.</summary>
    public async Task<HttpResponseMessage> Send(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = TokenIn(await Page(page));
        return await Post(action, [("__RequestVerificationToken", token), .. fields]);
    }

    public Task<HttpResponseMessage> Post(string action, params (string Name, string Value)[] fields) =>
        _client.PostAsync(action, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public static string TokenIn(string html) => WebUtility.HtmlDecode(TokenField().Match(html).Groups[1].Value);

    /// <summary>RFC 6238 with SHA-1, 30 seconds, six digits.</summary>
    public static string OneTimeCode(string base32, DateTimeOffset now)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(now.ToUnixTimeSeconds() / 30));
#pragma warning disable CA5350 // the codes of RFC 6238 are made with SHA-1
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24 | hash[at + 1] << 16 | hash[at + 2] << 8 | hash[at + 3]) % 1_000_000;
        return number.ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    public void Dispose() => _client.Dispose();
}
