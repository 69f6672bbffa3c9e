using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Accounts;
using Outcomes.Data.Access;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Access;

/// <summary>A key as it is typed on the page.</summary>
/// <param name="Schools">Ids, separated by spaces or commas.</param>
public sealed record KeyForm(string? Name, IReadOnlyList<string> Scopes, string? Study, string? District, string? Schools, string? Days)
{
    public static readonly KeyForm Empty = new(null, [], null, null, null, "365");

    public static KeyForm Of(IFormCollection form) => new(form["name"], [.. form["scope"].OfType<string>()], form["study"], form["district"], form["schools"], form["days"]);

    public KeyRequest Request() => new(Given(Name) ?? "", Scopes, Given(Study), Given(District), [.. (Schools ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0);

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A steward's page: the keys that partner systems use. A steward of some studies sees and makes only theirs.</summary>
static class ApiKeyEndpoints
{
    const int MostOverlapHours = 720;

    public static void MapApiKeys(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/keys", (Delegate)((HttpContext http) => Show(http))).ForVisitors(Scopes.ManagePeople);
        pages.MapPost("/keys", Make).TakesForms(Scopes.ManagePeople);
        pages.MapPost("/keys/{id}/rotate", Rotate).TakesForms(Scopes.ManagePeople);
        pages.MapPost("/keys/{id}/revoke", Revoke).TakesForms(Scopes.ManagePeople);
    }

    static async Task<IResult> Make(HttpContext http, ApiKeyStore keys, StudyStore studies)
    {
        var form = KeyForm.Of(http.Request.Form);
        var request = form.Request();
        var known = Studies(http, studies).FirstOrDefault(s => s.Id == request.Study);
        var faults = request.Faults(known).ToList();
        if (request.Study is not null && known is null && faults.All(f => f.Field != "study")) faults.Add(new("study", "unknown_study", "There is no study of this id."));
        if (request.Study is null && http.Visitor().StudiesFor(Scopes.ManagePeople) is not null) faults.Add(new("study", "own_study", "You keep some studies only: choose one of them."));
        return faults.Count > 0 ? await Show(http, form, faults) : await Show(http, made: await keys.Create(request, http.Actor().Name));
    }

    static async Task<IResult> Rotate(HttpContext http, string id, [FromForm] string? overlap, ApiKeyStore keys)
    {
        if (Own(http, keys, id) is not { } key) return Results.NotFound();
        if (!int.TryParse(overlap, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > MostOverlapHours)
            return await Show(http, faults: [new("overlap", "overlap_hours", $"Say for how many hours the old secret still opens: 0 to {MostOverlapHours}.")]);
        return await keys.Rotate(id, TimeSpan.FromHours(hours), http.Actor().Name, http.Visitor().StudiesFor(Scopes.ManagePeople)) is { } made ? await Show(http, made: made)
            : await Show(http, faults: [new("keys", key.RevokedUtc is null ? "key_expired" : "key_revoked", "This key has ended, so it cannot be rotated. Make a new one.")]);
    }

    static async Task<IResult> Revoke(HttpContext http, string id, ApiKeyStore keys)
    {
        if (Own(http, keys, id) is null) return Results.NotFound();
        await keys.Revoke(id, http.Actor().Name, http.Visitor().StudiesFor(Scopes.ManagePeople));
        return Results.Redirect("/keys");
    }

    static ApiKeyInfo? Own(HttpContext http, ApiKeyStore keys, string id) => keys.All(http.Visitor().StudiesFor(Scopes.ManagePeople)).FirstOrDefault(k => k.Id == id);

    static List<StudyDefinition> Studies(HttpContext http, StudyStore studies) =>
        [.. studies.All(Actor.OnThisMachine("page")).Where(s => http.Visitor().StudiesFor(Scopes.ManagePeople)?.Contains(s.Id) != false).Select(studies.Read)];

    static Task<IResult> Show(HttpContext http, KeyForm? form = null, IReadOnlyList<Fault>? faults = null, NewApiKey? made = null)
    {
        var services = http.RequestServices;
        return Forms.Page<KeysPage>(http, new()
        {
            [nameof(KeysPage.Keys)] = services.GetRequiredService<ApiKeyStore>().All(http.Visitor().StudiesFor(Scopes.ManagePeople)), [nameof(KeysPage.Form)] = form ?? KeyForm.Empty,
            [nameof(KeysPage.Studies)] = Studies(http, services.GetRequiredService<StudyStore>()), [nameof(KeysPage.Now)] = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            [nameof(KeysPage.Faults)] = faults ?? [], [nameof(KeysPage.Made)] = made,
        }, faults is { Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
