using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Audit;

namespace Outcomes.Api.Tests.Canaries;

/// <summary>Stands between a client and a host: learns the secrets that pass by, and looks through every answer.</summary>
sealed partial class WatchedHandler(Watch watch, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const int MostBytes = 4 << 20, LeastSecret = 12;

    static readonly string[] SecretFields = ["password", "current", "confirm", "passphrase"];

    public static HttpClient Client(Uri address, HttpMessageHandler? inner = null) => new(new WatchedHandler(Watch.Of(address), inner ?? new HttpClientHandler())) { BaseAddress = address };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Learn(request);
        var events = watch.Audited is null ? null : AuditedAnswers.Expected(request.Method, request.RequestUri!);
        var (before, asked) = (events is null ? 0 : watch.Audited!.Before, $"{request.Method} {request.RequestUri!.AbsolutePath}");
        var answer = await base.SendAsync(request, cancellationToken);
        if (events is not null) watch.Audited!.Look(events, before, asked, answer);
        await Look(request, answer);
        return answer;
    }

    async Task Learn(HttpRequestMessage request)
    {
        if (request.Headers.Authorization?.Parameter is { } token && Key().Match(token) is { Success: true } key) watch.Add("an API key's secret", key.Groups[1].Value, Place.Everywhere);
        if (Invitation().Match(request.RequestUri!.OriginalString) is { Success: true } invitation) watch.Add("an invitation's token", invitation.Groups[1].Value, Place.Logs | Place.Files);
        if (Link().Match(request.RequestUri!.OriginalString) is { Success: true } link) watch.Add("a student's link", link.Groups[1].Value, Place.Logs | Place.Files);
        if (request.Content is not FormUrlEncodedContent form) return;
        foreach (var field in (await form.ReadAsStringAsync()).Split('&').Select(f => f.Split('=', 2)).Where(f => f.Length == 2 && SecretFields.Contains(f[0])))
            if (WebUtility.UrlDecode(field[1]) is { Length: >= LeastSecret } secret) watch.Add($"the {field[0]} that was typed", secret, Place.Everywhere);
    }

    async Task Look(HttpRequestMessage request, HttpResponseMessage answer)
    {
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            if (Cookie().Match(cookie) is { Success: true } value) watch.Add("a cookie", value.Groups[1].Value, Place.Logs | Place.Files);
        if (answer.Content.Headers.ContentType?.MediaType is not { } type || !Text().IsMatch(type) || answer.Content.Headers.ContentLength > MostBytes) return;
        await answer.Content.LoadIntoBufferAsync();
        var text = await answer.Content.ReadAsStringAsync();
        foreach (Match code in OneTimeKey().Matches(text)) watch.Add("the key of one-time codes", code.Groups[1].Value, Place.Logs | Place.Files);
        watch.Look(Place.Answers, $"{answer.Headers.Location} {text}", $"the answer to {request.Method} {request.RequestUri!.AbsolutePath}");
    }

    [GeneratedRegex("^ok_[0-9a-f]{16}_(.{20,})$")] private static partial Regex Key();
    [GeneratedRegex("/invitations/([^/?]{20,})")] private static partial Regex Invitation();
    [GeneratedRegex("/c/([0-9a-z]{26})")] private static partial Regex Link();
    [GeneratedRegex("^[^=]+=([^;]{20,})")] private static partial Regex Cookie();
    [GeneratedRegex("secret=([A-Z2-7]{16,})")] private static partial Regex OneTimeKey();
    [GeneratedRegex("^text/|json|xml|csv")] private static partial Regex Text();
}
