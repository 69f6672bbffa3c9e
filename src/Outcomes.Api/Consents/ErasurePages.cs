using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Audit;
using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Consents;
using Outcomes.Jobs;

namespace Outcomes.Api.Consents;

/// <summary>A steward's pages: erase a participant after a dry run, approve what is due, look through what left the study before.</summary>
static class ErasurePages
{
    public static void MapErasurePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/studies/{study}/erasure", (HttpContext http, string study) => Show(http, study)).ForVisitors(Scopes.EraseData);
        pages.MapPost("/studies/{study}/erasure/preview", Preview).TakesForms(Scopes.EraseData);
        pages.MapPost("/studies/{study}/erasure", Erase).TakesForms(Scopes.EraseData);
        pages.MapPost("/studies/{study}/erasure/approve", Approve).TakesForms(Scopes.EraseData);
        pages.MapGet("/studies/{study}/reviews", (HttpContext http, string study) => Reviews(http, study, [])).ForVisitors(Scopes.EraseData);
        pages.MapPost("/studies/{study}/reviews", Decide).TakesForms(Scopes.EraseData);
    }

    static async Task<IResult> Preview(HttpContext http, string study, [FromForm] string? participant, ErasureStore erasures)
    {
        var pseudonym = participant?.Trim().ToUpperInvariant() ?? "";
        if (erasures.Preview(http.Actor(), study, pseudonym) is not { } erasure) return await Show(http, study, pseudonym, faults: [Unknown]);
        await http.RequestServices.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, "erasure_previewed", study, study));
        return await Show(http, study, pseudonym, erasure);
    }

    static async Task<IResult> Erase(HttpContext http, string study, [FromForm] string? participant, [FromForm] string? again, ErasureStore erasures)
    {
        var pseudonym = participant?.Trim().ToUpperInvariant() ?? "";
        if (erasures.Preview(http.Actor(), study, pseudonym) is not { } erasure) return await Show(http, study, pseudonym, faults: [Unknown]);
        if (again?.Trim().ToUpperInvariant() != pseudonym) return await Show(http, study, pseudonym, erasure, faults: [new("again", "not_the_same", "The pseudonym typed here is another one. Type the one that is to be erased, or leave the page.")]);
        if (await erasures.Erase(http.Actor(), study, pseudonym) is not { } done) return await Show(http, study, pseudonym, faults: [Unknown]);
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return await Show(http, study, done: done);
    }

    static async Task<IResult> Approve(HttpContext http, string study, [FromForm] string? until, RetentionStore retention)
    {
        await retention.Approve(http.Actor(), study, until ?? "");
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return Results.Redirect($"/studies/{study}/erasure");
    }

    static async Task<IResult> Decide(HttpContext http, string study, [FromForm] string? erasure, [FromForm] string? kind, [FromForm] string? subject, [FromForm] string? decision, ReviewStore reviews)
    {
        if (decision is null || !EnumNames<ReviewDecision>.TryRead(decision, out var value)) return await Reviews(http, study, [new("main", "choose_decision", "Choose what is to become of it.")]);
        return await reviews.Decide(http.Actor(), study, erasure ?? "", kind ?? "", subject ?? "", value) ? Results.Redirect($"/studies/{study}/reviews")
            : await Reviews(http, study, [new("main", "no_review", "There is nothing of that kind that waits; it may have been decided meanwhile.")]);
    }

    static readonly Fault Unknown = new("participant", "unknown_pseudonym", "The study has no participant with this pseudonym.");

    static async Task<IResult> Show(HttpContext http, string study, string? pseudonym = null, Erasure? preview = null, Erasure? done = null, IReadOnlyList<Fault>? faults = null)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<StudyStore>().Lookup(http.Actor(), study)?.Study is not { } known) return Results.NotFound();
        var due = known.Consent?.Retention is { } rule
            ? services.GetRequiredService<RetentionStore>().Due(http.Actor(), study, rule, DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime)) : [];
        if (due.Count > 0) await services.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, "retention_viewed", study, study));
        return await Forms.Page<ErasurePage>(http, new()
        {
            [nameof(ErasurePage.Study)] = known, [nameof(ErasurePage.Pseudonym)] = pseudonym, [nameof(ErasurePage.Preview)] = preview, [nameof(ErasurePage.Done)] = done,
            [nameof(ErasurePage.Due)] = due, [nameof(ErasurePage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200);
    }

    static Task<IResult> Reviews(HttpContext http, string study, IReadOnlyList<Fault> faults) => Forms.Page<ReviewsPage>(http, new()
    {
        [nameof(ReviewsPage.Study)] = study, [nameof(ReviewsPage.Reviews)] = http.RequestServices.GetRequiredService<ReviewStore>().All(http.Actor(), study), [nameof(ReviewsPage.Faults)] = faults,
    }, faults.Count > 0 ? 422 : 200);
}
