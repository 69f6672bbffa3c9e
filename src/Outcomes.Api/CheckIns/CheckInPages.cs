using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Sessions;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Entry;
using Outcomes.Data.Sessions;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.CheckIns;

/// <summary>A therapist's links for students: of a session's whole group, of one participant, and a round on one device.</summary>
static class CheckInPages
{
    const string OfSession = "/studies/{study}/sessions/{session}/check-ins", OfParticipant = "/studies/{study}/participants/{participant}/check-ins";

    const int MostParticipants = 500;

    public static void MapCheckIns(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(OfSession, (HttpContext http, string study, string session) => ShowSession(http, study, session)).ForVisitors(Scopes.WriteData);
        pages.MapPost(OfSession, MakeForSession).TakesForms(Scopes.WriteData);
        pages.MapPost("/studies/{study}/sessions/{session}/round", BeginRound).TakesForms(Scopes.WriteData);
        pages.MapGet(OfParticipant, (HttpContext http, string study, string participant) => ShowParticipant(http, study, participant)).ForVisitors(Scopes.WriteData);
        pages.MapPost(OfParticipant, MakeForParticipant).TakesForms(Scopes.WriteData);
        pages.MapPost("/studies/{study}/check-ins/{link}/end", End).TakesForms(Scopes.WriteData);
    }

    static Task<IResult> ShowSession(HttpContext http, string study, string session, LinkForm? form = null, IReadOnlyList<Fault>? faults = null) => OfStored(http, study, session, (lookup, stored) =>
        Forms.Page<SessionCheckInsPage>(http, new()
        {
            [nameof(SessionCheckInsPage.Study)] = lookup.Study, [nameof(SessionCheckInsPage.Session)] = stored.Session, [nameof(SessionCheckInsPage.Group)] = Group(http, study, stored.Session),
            [nameof(SessionCheckInsPage.Links)] = http.RequestServices.GetRequiredService<LinkStore>().OfSession(http.Actor(), study, stored.Session.Id), [nameof(SessionCheckInsPage.Now)] = LinkForm.Now(http),
            [nameof(SessionCheckInsPage.Form)] = form ?? LinkForm.Empty(http), [nameof(SessionCheckInsPage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200));

    /// <summary>Those who were there; of a session that is still planned, those of its school and arm.</summary>
    static IReadOnlyList<EntryParticipant> Group(HttpContext http, string study, Session session) =>
    [
        .. http.RequestServices.GetRequiredService<EntryStore>().Participants(http.Actor(), study, null, MostParticipants)
            .Where(p => p.School == session.School && (session.Status != SessionStatus.Held || session.Attendees.Contains(p.Pseudonym))),
    ];

    static Task<IResult> MakeForSession(HttpContext http, string study, string session, LinkStore store) => OfStored(http, study, session, async (lookup, stored) =>
    {
        var form = LinkForm.Read(http.Request.Form);
        var (part, until, faults) = form.Session(http);
        var forms = part is null ? [] : CheckInRules.OfSession(lookup.Study, part.Value);
        if (part is not null && forms.Count == 0) faults.Add(CheckInRules.NothingAsked);
        var chosen = Group(http, study, stored.Session).Where(p => form.Participants.Contains(p.Pseudonym)).ToList();
        if (chosen.Count == 0) faults.Add(new("participants", "nobody_chosen", "Tick for whom a link is made."));
        var links = chosen.Select(p => form.Link(http, lookup, p, LinkKind.Session, stored.Session.Id, forms, until)).ToList();
        faults.AddRange(links.SelectMany(l => CheckInWords.Faults(lookup, l.Forms, l.Language, http.RequestServices)).DistinctBy(f => f.Code));
        if (faults.Count > 0) return await ShowSession(http, study, session, form, faults);
        return await Sheet(http, lookup, links, await store.Make(http.Actor(), links), $"/studies/{study}/sessions/{session}/check-ins");
    });

    /// <summary>
    /// On this device the therapist is signed out, so that whoever it is handed to can come to nothing of theirs; on another it opens with the
    /// link, and nobody is signed in there.
    /// </summary>
    static Task<IResult> BeginRound(HttpContext http, string study, string session, LinkStore store, SignInManager<Account> signIn) => OfStored(http, study, session, async (lookup, stored) =>
    {
        var form = LinkForm.Read(http.Request.Form);
        var (part, _, faults) = form.Session(http);
        var forms = part is null ? [] : CheckInRules.OfSession(lookup.Study, part.Value);
        if (part is not null && forms.Count == 0) faults.Add(CheckInRules.NothingAsked);
        faults.RemoveAll(f => f.Field == "until");
        var language = form.Language.Length > 0 ? form.Language : lookup.Study.Languages[0];
        faults.AddRange(CheckInWords.Faults(lookup, forms, language, http.RequestServices));
        if (faults.Count > 0) return await ShowSession(http, study, session, form, faults);
        var now = LinkForm.Now(http);
        var link = new CheckInLink(Guid.CreateVersion7(now), study, stored.Session.School, LinkKind.Round, null, stored.Session.Id, forms, language, now, now.AddHours(12));
        if (await store.Make(http.Actor(), [link]) is not [var token]) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        if (http.Request.Form["where"] != "here") return await Sheet(http, lookup, [link], [token], $"/studies/{study}/sessions/{session}/check-ins");
        await signIn.SignOutAsync();
        http.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return Results.LocalRedirect($"/c/{token}");
    });

    static Task<IResult> ShowParticipant(HttpContext http, string study, string participant, LinkForm? form = null, IReadOnlyList<Fault>? faults = null) => OfOne(http, study, participant, (lookup, one) =>
        Forms.Page<ParticipantCheckInsPage>(http, new()
        {
            [nameof(ParticipantCheckInsPage.Study)] = lookup.Study, [nameof(ParticipantCheckInsPage.Participant)] = one, [nameof(ParticipantCheckInsPage.Options)] = LinkChoice.Of(http, lookup, one),
            [nameof(ParticipantCheckInsPage.Links)] = http.RequestServices.GetRequiredService<LinkStore>().OfParticipant(http.Actor(), study, one.Pseudonym), [nameof(ParticipantCheckInsPage.Now)] = LinkForm.Now(http),
            [nameof(ParticipantCheckInsPage.Form)] = form ?? LinkForm.Empty(http) with { Language = one.Language }, [nameof(ParticipantCheckInsPage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200));

    static Task<IResult> MakeForParticipant(HttpContext http, string study, string participant, LinkStore store) => OfOne(http, study, participant, async (lookup, one) =>
    {
        var form = LinkForm.Read(http.Request.Form);
        var (until, faults) = form.Until(http);
        var choice = LinkChoice.Of(http, lookup, one).FirstOrDefault(o => o.Value == form.What);
        if (choice is null) faults.Add(new("what", "not_listed", "Choose one of these."));
        var link = form.Link(http, lookup, one, choice?.Session is null ? LinkKind.Single : LinkKind.Session, choice?.Session, choice?.Forms ?? [], until);
        faults.AddRange(CheckInWords.Faults(lookup, link.Forms, link.Language, http.RequestServices));
        if (faults.Count > 0) return await ShowParticipant(http, study, participant, form, faults);
        return await Sheet(http, lookup, [link], await store.Make(http.Actor(), [link]), $"/studies/{study}/participants/{one.Pseudonym}/check-ins");
    });

    /// <summary>The only page on which the addresses stand: they are not known afterwards.</summary>
    public static Task<IResult> Sheet(HttpContext http, StudyLookup lookup, IReadOnlyList<CheckInLink> links, IReadOnlyList<string>? tokens, string back) => tokens is null
        ? PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound)
        : PageEndpoints.Page<SheetPage>(http, new()
        {
            [nameof(SheetPage.Study)] = lookup.Study, [nameof(SheetPage.Back)] = back,
            [nameof(SheetPage.Links)] = links.Zip(tokens).Select(l => (l.First, $"{http.Request.Scheme}://{http.Request.Host}/c/{l.Second}")).ToList(),
        });

    static async Task<IResult> End(HttpContext http, string study, string link, LinkStore store)
    {
        if (!Guid.TryParseExact(link, "D", out var id) || store.Find(http.Actor(), study, id) is not { } line) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        await store.End(http.Actor(), study, id);
        return Results.LocalRedirect(line.Link is { Session: { } session } ? $"/studies/{study}/sessions/{session:D}/check-ins" : $"/studies/{study}/participants/{line.Link.Participant}/check-ins");
    }

    static Task<IResult> OfStored(HttpContext http, string study, string session, Func<StudyLookup, StoredSession, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup && Guid.TryParseExact(session, "D", out var id)
            && http.RequestServices.GetRequiredService<SessionBook>().Find(http.Actor(), study, id) is { } stored
            ? use(lookup, stored) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static Task<IResult> OfOne(HttpContext http, string study, string participant, Func<StudyLookup, EntryParticipant, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup && http.RequestServices.GetRequiredService<EntryStore>().Participant(http.Actor(), study, participant) is { } one
            ? use(lookup, one) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
}
