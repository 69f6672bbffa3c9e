using System.Globalization;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Assessments;
using Outcomes.Data.Batches;
using Outcomes.Data.Entry;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;
using Outcomes.Jobs;

namespace Outcomes.Api.Entry;

/// <summary>Typing in paper forms: what is due, the form, a look before it is stored. The same checks and the same store as the API's.</summary>
static class EntryPages
{

    /// <summary>Participants that are looked through for due forms, and forms that are shown: a search finds the others.</summary>
    const int MostParticipants = 500, MostForms = 100;

    public static void MapEntry(this IEndpointRouteBuilder pages)
    {
        foreach (var way in EntryWay.All)
        {
            var (list, form) = ($"/studies/{{study}}/{way.Folder}", $"/studies/{{study}}/{way.Folder}/{{participant}}/{{instrument}}/{{timepoint}}");
            pages.MapGet(list, List).ForVisitors(way.Scope).WithMetadata(way);
            pages.MapGet(form, Show).ForVisitors(way.Scope).WithMetadata(way);
            pages.MapForm(form, Check, way.Scope).WithMetadata(way);
            pages.MapForm(form + "/store", Store, way.Scope).WithMetadata(way);
            pages.MapForm(form + "/draft", Keep, way.Scope).WithMetadata(way);
        }
    }

    /// <summary>By which of the ways in somebody came.</summary>
    static EntryWay Way(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EntryWay>() ?? EntryWay.Papers;

    static Actor Typist(HttpContext http) => http.Actor().For(Way(http).Scope);

    static string Account(HttpContext http) => http.Visitor().Account ?? http.Actor().Name;

    static async Task<IResult> List(HttpContext http, string study, string? q, string? stored, string? second, StudyStore studies, EntryStore entry, SecondEntryStore twice)
    {
        if (studies.Lookup(Typist(http), study) is not { } lookup) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var part = string.IsNullOrWhiteSpace(q) ? null : q.Trim().ToUpperInvariant();
        var participants = entry.Participants(Typist(http), study, part, MostParticipants);
        var way = Way(http);
        var due = DueForms.Of(lookup, participants, entry.Taken(Typist(http), study), entry.Sessions(Typist(http), study));
        var today = DateOnly.FromDateTime(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        return await PageEndpoints.Page<EntryListPage>(http, new()
        {
            [nameof(EntryListPage.Study)] = lookup.Study, [nameof(EntryListPage.Part)] = part, [nameof(EntryListPage.Stored)] = stored is not null && participants.Any(p => p.Pseudonym == stored) ? stored : null,
            [nameof(EntryListPage.Forms)] = due.Where(f => way.Takes(f.Instrument) && (part is not null || f.On <= today)).Take(MostForms).ToList(), [nameof(EntryListPage.Today)] = today,
            [nameof(EntryListPage.Way)] = way,
            [nameof(EntryListPage.Twice)] = way != EntryWay.Papers ? [] : twice.Due(Typist(http), study, [.. lookup.Study.Instruments.Where(u => u.DoubleEntry).Select(u => (u.Instrument, u.Version))]),
            [nameof(EntryListPage.Differing)] = way != EntryWay.Papers ? [] : twice.Differing(Typist(http), study), [nameof(EntryListPage.Second)] = second is "same" or "resolved" ? second : null, [nameof(EntryListPage.Lookup)] = lookup,
        });
    }

    static async Task<IResult> Show(HttpContext http, string study, string participant, string instrument, string timepoint, string? session, EntryStore entry, DraftStore drafts)
    {
        if (Find(http, study, participant, instrument, timepoint, session ?? "") is not { } form) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        if (entry.Taken(Typist(http), study)[form.Participant.Id].Any(t => t.Is(instrument, timepoint, form.Session))) return await PageEndpoints.Message(http, "entry.taken", StatusCodes.Status200OK);
        var draft = drafts.Find(form.Key(Account(http)));
        return await Page(http, draft is null ? form : form with { Id = Guid.Parse(draft.Id), Drawn = Utc.Parse(draft.BegunUtc), Typed = draft.Answers }, [], resumed: draft is not null);
    }

    /// <summary>The form that the address names, if it is one of the own schools' that this study takes.</summary>
    static EntryForm? Find(HttpContext http, string study, string participant, string instrument, string timepoint, string session)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<StudyStore>().Lookup(Typist(http), study) is not { } lookup || lookup.Timepoint(timepoint) is not { } at) return null;
        if (lookup.Study.Instruments.FirstOrDefault(u => u.Instrument == instrument && u.Timepoints.Contains(timepoint)) is not { } use || lookup.Instrument(use.Instrument, use.Version) is not { } definition || !Way(http).Takes(definition)) return null;
        var entry = services.GetRequiredService<EntryStore>();
        if (entry.Participant(Typist(http), study, participant) is not { } known) return null;
        var sessions = at.Kind == TimepointKind.Course ? [""] : entry.Sessions(Typist(http), study)[known.Id].Select(s => s.Session);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return sessions.Contains(session) ? new(lookup, known, definition, at, session, Guid.CreateVersion7(now), now, new Dictionary<string, string>()) { Folder = Way(http).Folder } : null;
    }

    /// <summary>The form as it was sent; null: it is nobody's, or not from our page.</summary>
    static EntryForm? Sent(HttpContext http, string study, string participant, string instrument, string timepoint)
    {
        var fields = http.Request.Form;
        if (Find(http, study, participant, instrument, timepoint, fields["session"].ToString()) is not { } form) return null;
        if (!Guid.TryParseExact(fields["id"], "D", out var id) || !DateTimeOffset.TryParse(fields["drawn"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var drawn)) return null;
        return form with { Id = id, Drawn = drawn.ToUniversalTime(), Typed = fields.Where(f => f.Key is "on" or "language" || f.Key.StartsWith(EntryForm.ItemField, StringComparison.Ordinal) || f.Key.StartsWith(EntryForm.NoneField, StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString()) };
    }

    /// <summary>It is nobody's, or it is and what came was no form of ours.</summary>
    static Task<IResult> NotSent(HttpContext http, string study, string participant, string instrument, string timepoint) =>
        Find(http, study, participant, instrument, timepoint, http.Request.Form["session"].ToString()) is null ? PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound)
            : PageEndpoints.Message(http, "form_expired", StatusCodes.Status400BadRequest);

    static async Task<IResult> Check(HttpContext http, string study, string participant, string instrument, string timepoint)
    {
        if (Sent(http, study, participant, instrument, timepoint) is not { } form) return await NotSent(http, study, participant, instrument, timepoint);
        if (http.Request.Form.ContainsKey("edit")) return await Page(http, form, []);
        var entry = Scored(http, form);
        return entry.Faults.Count > 0 ? await Page(http, form, entry.Faults) : await Look(http, form, entry, []);
    }

    static async Task<IResult> Store(HttpContext http, string study, string participant, string instrument, string timepoint)
    {
        if (Sent(http, study, participant, instrument, timepoint) is not { } form) return await NotSent(http, study, participant, instrument, timepoint);
        var entry = Scored(http, form);
        if (entry.Faults.Count > 0) return await Page(http, form, entry.Faults);
        var reasons = entry.Warnings.ToDictionary(w => w, w => Reason(http, w));
        var without = reasons.Where(r => r.Value is null).Select(r => new Fault($"reason-{EnumNames<EntryWarning>.Of(r.Key)}", "needs_reason", "Say why it is stored as it is, or go back and change it.")).ToList();
        if (without.Count > 0) return await Look(http, form, entry, without);
        var answer = await Record(http, form, entry, reasons.ToDictionary(r => r.Key, r => r.Value!.Value));
        if (answer.Faults.Total > 0) return await Look(http, form, entry, [.. answer.Faults.Kept.Select(f => f with { Field = "form" })]);
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return Results.Redirect($"/studies/{study}/{form.Folder}?stored={form.Participant.Pseudonym}");
    }

    static OverruleReason? Reason(HttpContext http, EntryWarning warning) =>
        EnumNames<OverruleReason>.TryRead(http.Request.Form[$"reason-{EnumNames<EntryWarning>.Of(warning)}"].ToString(), out var reason) ? reason : null;

    sealed record Scoring(AcceptedAssessment? Accepted, IReadOnlyDictionary<string, Answer> Answers, IReadOnlyList<EntryWarning> Warnings, IReadOnlyList<Fault> Faults);

    static Scoring Scored(HttpContext http, EntryForm form)
    {
        var faults = new List<Fault>();
        var answers = form.Answers(faults);
        var assessment = form.Assessment(answers, faults);
        // A form on paper: the gate of screens is not asked.
        var (accepted, wrong) = AssessmentRules.Score(form.Study, assessment, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), 1, _ => false);
        faults.AddRange(wrong.Select(f => f with { Field = EntryWords.FieldOf(f.Field), Row = null }));
        if (accepted is null || faults.Count > 0) return new(null, answers, [], faults);
        var earlier = http.RequestServices.GetRequiredService<EntryStore>().Earlier(Typist(http), form.Study.Study.Id, form.Participant.Id, form.Instrument.Id);
        return new(accepted, answers, EntryWarnings.Of(form.Instrument, answers, accepted.Scores, earlier), []);
    }

    static async Task<BatchAnswer> Record(HttpContext http, EntryForm form, Scoring entry, IReadOnlyDictionary<EntryWarning, OverruleReason> reasons)
    {
        var study = form.Study.Study;
        var receipt = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var audit = new AuditEvent(http.Actor().Name, "assessments_recorded", receipt.ToString("D"), study.Id);
        var header = new BatchHeader(study.Id, study.Hash, BatchKind.Assessments, receipt, audit, Large: false) { Schools = Typist(http).Schools };
        return await http.RequestServices.GetRequiredService<AssessmentStore>().RecordAssessments(header, [new SentRow<AcceptedAssessment>(1, entry.Accepted, [])],
            change => DraftStore.Finish(change, form.Id.ToString("D"), form.Key(Account(http)), reasons));
    }

    /// <summary>One answer, as it is typed: kept here, so that a closed browser loses nothing and holds nothing.</summary>
    static async Task<IResult> Keep(HttpContext http, string study, string participant, string instrument, string timepoint, DraftStore drafts)
    {
        if (Sent(http, study, participant, instrument, timepoint) is not { } form) return await NotSent(http, study, participant, instrument, timepoint);
        var (field, value) = (http.Request.Form["field"].ToString(), http.Request.Form["value"].ToString());
        if (!IsAnswer(form, field, value)) return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await drafts.Save(form.Key(Account(http)), form.Id.ToString("D"), field, value, http.Actor().Name);
        return Results.NoContent();
    }

    /// <remarks>Right or wrong, but a number, a day or a mark: no other text gets into a draft, so nobody can write a name into one.</remarks>
    public static bool IsAnswer(EntryForm form, string field, string value) => field switch
    {
        "on" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "language" => form.Study.HasLanguage(value),
        _ => value.Length <= 30 && AnswerText.TryRead(value.Replace(',', '.'), out _) && form.Instrument.Items.Any(i => field == EntryForm.ItemField + i.Id || field == EntryForm.NoneField + i.Id),
    };

    static Task<IResult> Page(HttpContext http, EntryForm form, IReadOnlyList<Fault> faults, bool resumed = false) => Forms.Page<EntryPage>(http, new()
    {
        [nameof(EntryPage.Form)] = form, [nameof(EntryPage.Faults)] = faults, [nameof(EntryPage.Resumed)] = resumed,
        [nameof(EntryPage.Wording)] = http.RequestServices.GetRequiredService<WordingStore>().Find(form.Instrument, form.Language, Medium.Screen),
    }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    static Task<IResult> Look(HttpContext http, EntryForm form, Scoring entry, IReadOnlyList<Fault> faults) => Forms.Page<EntryCheckPage>(http, new()
    {
        [nameof(EntryCheckPage.Form)] = form, [nameof(EntryCheckPage.Answers)] = entry.Answers, [nameof(EntryCheckPage.Warnings)] = entry.Warnings,
        [nameof(EntryCheckPage.Reasons)] = entry.Warnings.ToDictionary(w => w, w => Reason(http, w)), [nameof(EntryCheckPage.Faults)] = faults,
    }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
