using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Audit;
using Outcomes.Data.Batches;
using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Consents;
using Outcomes.Jobs;

namespace Outcomes.Api.Consents;

/// <summary>What a therapist chose on the page, each as text.</summary>
public sealed record ConsentChoice(string? Participant = null, string? Purpose = null, string? GivenBy = null, string? Answer = null, string? Text = null, string? Language = null, string? DecidedOn = null);

/// <summary>The page on which a therapist sees who of the own schools has not answered yet, and records an answer.</summary>
static class ConsentPages
{
    public static void MapConsentPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/studies/{study}/consents", (HttpContext http, string study) => Show(http, study, new(), [])).ForVisitors(Scopes.WriteConsents);
        pages.MapPost("/studies/{study}/consents", Record).TakesForms(Scopes.WriteConsents);
    }

    static async Task<IResult> Record(HttpContext http, string study, [FromForm] string? participant, [FromForm] string? purpose, [FromForm] string? given_by, [FromForm] string? answer,
        [FromForm] string? text, [FromForm] string? language, [FromForm] string? decided_on)
    {
        var choice = new ConsentChoice(participant?.Trim().ToUpperInvariant(), purpose, given_by, answer, text, language, decided_on);
        if (http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } known) return Results.NotFound();
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var faults = new List<Fault>();
        var consent = Read(choice, now, faults);
        if (faults.Count == 0) faults.AddRange(ConsentRules.Check(known, consent, now, 1));
        if (faults.Count > 0) return await Show(http, study, choice, faults);
        var receipt = Guid.CreateVersion7(now);
        var header = new BatchHeader(study, known.Study.Hash, BatchKind.Consents, receipt, new AuditEvent(http.Actor().Name, "consents_recorded", receipt.ToString("D"), study), Large: false) { Schools = http.Actor().Schools };
        var stored = await http.RequestServices.GetRequiredService<ConsentStore>().RecordConsents(header, [new SentRow<Consent>(1, consent, [])]);
        if (stored.Faults.Total > 0) return await Show(http, study, choice, stored.Faults.Kept);
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return Results.Redirect($"/studies/{study}/consents?recorded={receipt:D}");
    }

    static Consent Read(ConsentChoice choice, DateTimeOffset now, List<Fault> faults)
    {
        T One<T>(string? text, string field) where T : struct, Enum
        {
            if (text is not null && EnumNames<T>.TryRead(text, out var value)) return value;
            faults.Add(new(field, "choose", "Choose one."));
            return default;
        }
        var purpose = One<ConsentPurpose>(choice.Purpose, "purpose");
        var (by, answer) = (One<ConsentGiver>(choice.GivenBy, "given_by"), One<ConsentAnswer>(choice.Answer, "answer"));
        if (string.IsNullOrEmpty(choice.Participant)) faults.Add(new("participant", "no_pseudonym", "Give the pseudonym."));
        if (!DateOnly.TryParseExact(choice.DecidedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            faults.Add(new("decided_on", "bad_date", "A date is written as year-month-day, such as 2026-03-09."));
        return new(Guid.CreateVersion7(now), choice.Participant ?? "", purpose, by, answer, choice.Text ?? "", choice.Language ?? "", day);
    }

    /// <summary>It shows who answered what, so it says so in the audit chain first.</summary>
    static async Task<IResult> Show(HttpContext http, string study, ConsentChoice choice, IReadOnlyList<Fault> faults)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } known) return Results.NotFound();
        if (known.Study.Consent is not null) await services.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, "consents_viewed", study, study));
        return await Forms.Page<ConsentsPage>(http, new()
        {
            [nameof(ConsentsPage.Study)] = known.Study, [nameof(ConsentsPage.Choice)] = choice, [nameof(ConsentsPage.Faults)] = faults,
            [nameof(ConsentsPage.People)] = known.Study.Consent is null ? [] : services.GetRequiredService<ConsentRegister>().Of(http.Actor(), study),
            [nameof(ConsentsPage.Recorded)] = http.Request.Query.ContainsKey("recorded"),
        }, faults.Count > 0 ? 422 : 200);
    }
}
