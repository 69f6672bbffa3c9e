using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Api.Sealing;
using Outcomes.Data.Assessments;
using Outcomes.Data.Audit;
using Outcomes.Data.Entry;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Studies;
using Outcomes.Jobs;

namespace Outcomes.Api.Entry;

/// <summary>
/// Typing in without a network. A service worker keeps the list and empty forms, seals what is sent while the server cannot be reached, and
/// the list's script sends it later: here it is opened, and goes the way of every other form.
/// </summary>
static class OfflineEndpoints
{
    public static void MapOffline(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/studies/{study}/enter/key", Key).ForVisitors(Scopes.WriteData);
        pages.MapGet("/studies/{study}/blank-forms/{instrument}/{timepoint}", Blank).ForVisitors(Scopes.WriteData);
        pages.MapPost("/studies/{study}/enter/sealed", Receive).TakesScripts(Scopes.WriteData);
        pages.MapPost("/studies/{study}/enter/sealed/look", Look).TakesForms(Scopes.WriteData);
    }

    /// <remarks>Also how a page learns whether the server can be reached.</remarks>
    static async Task<IResult> Key(HttpContext http, string study, StudyStore studies, SealedForms forms)
    {
        if (studies.Find(EntryPages.Typist(http), study) is null) return Problem.NotFound;
        var key = await forms.Current();
        return Results.Json(new EntryKeyContract(key.Id, key.PublicKey, EntryPages.Account(http)), SealedFormJson.Default.EntryKeyContract);
    }

    /// <summary>A form of nobody yet: the page's script fills in whose it is, from the address that was asked for.</summary>
    static async Task<IResult> Blank(HttpContext http, string study, string instrument, string timepoint, StudyStore studies, TimeProvider time)
    {
        if (studies.Lookup(EntryPages.Typist(http), study) is not { } lookup || lookup.Timepoint(timepoint) is not { } at
            || lookup.Study.Instruments.FirstOrDefault(u => u.Instrument == instrument && u.Timepoints.Contains(timepoint)) is not { } use
            || lookup.Instrument(use.Instrument, use.Version) is not { } definition) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var nobody = new EntryParticipant("", "…", "", "", lookup.Study.Languages[0], "");
        return await EntryPages.Page(http, new(lookup, nobody, definition, at, "", Guid.Empty, time.GetUtcNow(), new Dictionary<string, string>()), [], blank: true);
    }

    static Task<IResult> Receive(HttpContext http, string study, StudyStore studies, SealedForms forms) => SealingBody.With(http, SealedFormJson.Default.SealedFormRequest, async sent =>
    {
        if (studies.Find(EntryPages.Typist(http), study) is null) return Problem.NotFound;
        var (queued, broken) = forms.Open(study, EntryPages.Account(http), sent);
        if (queued is null) return Problem.Refused([broken!]);
        if (Found(http, study, queued) is not { } form) return Problem.Refused([NotYours]);
        if (Stored(http, form) is { } stored) return stored.Id == form.Id.ToString("D") ? SealingBody.Answer(null, stored.Id) : Problem.Refused([StoredAlready]);
        var entry = EntryPages.Scored(http, form);
        if (queued.Fields.ContainsKey("edit") || entry.Faults.Count > 0 || EntryPages.WithoutReason(form, entry).Count > 0) return Problem.Refused([NeedsALook]);
        var answer = await EntryPages.Record(http, form, entry);
        if (answer.Faults.Total > 0) return Problem.Refused(answer.Faults.Kept);
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return SealingBody.Answer(null, form.Id.ToString("D"));
    });

    static readonly Fault NotYours = new("sealed", "entry_not_yours", "The participant, the session or the form is not there, or not yours any more: ask whoever keeps the study.");
    static readonly Fault StoredAlready = new("sealed", "entry_stored_already", "A form of this kind was stored meanwhile: compare the two.");
    static readonly Fault NeedsALook = new("sealed", "entry_needs_a_look", "Something is missing or looks odd: look it through before it is stored.");

    /// <summary>What was typed without a network, in front of the person who typed it: with its faults, its oddities, or beside what is stored.</summary>
    static async Task<IResult> Look(HttpContext http, string study, SealedForms forms)
    {
        var (queued, broken) = forms.Open(study, EntryPages.Account(http), new(http.Request.Form["key"].ToString(), http.Request.Form["sealed"].ToString()));
        if (queued is null) return await PageEndpoints.Message(http, broken!.Code, StatusCodes.Status422UnprocessableEntity);
        if (Found(http, study, queued) is not { } form) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        if (Stored(http, form) is { } stored) return stored.Id == form.Id.ToString("D") ? Results.LocalRedirect($"/studies/{study}/enter?stored={form.Participant.Pseudonym}") : await Compare(http, form, stored);
        var entry = EntryPages.Scored(http, form);
        return entry.Faults.Count > 0 || queued.Fields.ContainsKey("edit") ? await EntryPages.Page(http, form, entry.Faults) : await EntryPages.Look(http, form, entry, []);
    }

    static EntryForm? Found(HttpContext http, string study, QueuedForm queued) =>
        EntryPages.Find(http, study, queued.Participant, queued.Instrument, queued.Timepoint, queued.Fields.GetValueOrDefault("session") ?? "")?.With(queued.Fields);

    static StoredAnswers? Stored(HttpContext http, EntryForm form) => http.RequestServices.GetRequiredService<EntryStore>()
        .Stored(EntryPages.Typist(http), form.Study.Study.Id, form.Participant.Id, form.Instrument.Id, form.Timepoint.Id, form.Session);

    /// <remarks>Whoever compares sees stored answers, and the chain tells so.</remarks>
    static async Task<IResult> Compare(HttpContext http, EntryForm form, StoredAnswers stored)
    {
        await http.RequestServices.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, "assessment_viewed", stored.Id, form.Study.Study.Id));
        return await PageEndpoints.Page<ComparePage>(http, new()
        {
            [nameof(ComparePage.Form)] = form, [nameof(ComparePage.Mine)] = form.Answers([]), [nameof(ComparePage.Stored)] = AnswersJson.Read(stored.Answers), [nameof(ComparePage.StoredOn)] = stored.CompletedUtc[..10], [nameof(ComparePage.StoredId)] = stored.Id,
        });
    }
}
