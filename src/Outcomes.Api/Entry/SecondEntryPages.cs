using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Assessments;
using Outcomes.Api.Pages;
using Outcomes.Data.Assessments;
using Outcomes.Data.Audit;
using Outcomes.Data.Entry;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Jobs;

namespace Outcomes.Api.Entry;

/// <summary>
/// A paper form typed in a second time, by somebody who has not seen the first; then the items that differ side by side, for whoever has
/// the paper in hand. What comes of it is a correction, or that the form is confirmed.
/// </summary>
static class SecondEntryPages
{
    const string One = "/studies/{study}/second/{assessment}";

    public static void MapSecondEntry(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(One, Show).ForVisitors(Scopes.WriteData);
        pages.MapPost(One, Store).TakesForms(Scopes.WriteData);
        pages.MapPost(One + "/draft", Keep).TakesForms(Scopes.WriteData);
        pages.MapGet(One + "/compare", (HttpContext http, string study, string assessment) => Compare(http, study, assessment, [])).ForVisitors(Scopes.WriteData);
        pages.MapPost(One + "/compare", Resolve).TakesForms(Scopes.WriteData);
    }

    static Task<IResult> Missing(HttpContext http) => PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static T Get<T>(HttpContext http) where T : notnull => http.RequestServices.GetRequiredService<T>();

    static string Account(HttpContext http) => http.Visitor().Account ?? http.Actor().Name;

    /// <summary>The stored form, if it is one of the own schools' that the study wants typed in twice.</summary>
    static CorrectionForm? Find(HttpContext http, string study, string assessment)
    {
        if (CorrectionPages.Find(http, study, assessment) is not { } form || form.Stored.Assessment().Mode != EntryMode.Paper) return null;
        return form.Study.Study.Instruments.Any(u => u.DoubleEntry && u.Instrument == form.Instrument.Id && u.Version == form.Instrument.Version) ? form : null;
    }

    /// <summary>An empty form of the same kind: nothing of what was stored first is in it.</summary>
    static EntryForm? Blank(HttpContext http, string study, string assessment) =>
        Find(http, study, assessment) is { } form && Get<SecondEntryStore>(http).IsBlind(http.Actor(), form.Stored.Id) && Get<SecondEntryStore>(http).Find(form.Stored.Id) is null
            ? form.Entry with { Drawn = Get<TimeProvider>(http).GetUtcNow(), Typed = new Dictionary<string, string>() } : null;

    static EntryForm? Sent(HttpContext http, string study, string assessment) => Blank(http, study, assessment) is not { } form ? null : form with
    {
        Typed = http.Request.Form.Where(f => f.Key.StartsWith(EntryForm.ItemField, StringComparison.Ordinal) || f.Key.StartsWith(EntryForm.NoneField, StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString()),
    };

    static async Task<IResult> Show(HttpContext http, string study, string assessment, DraftStore drafts)
    {
        if (Find(http, study, assessment) is null) return await Missing(http);
        if (Blank(http, study, assessment) is not { } form) return await PageEndpoints.Message(http, "second.closed", StatusCodes.Status200OK);
        var draft = drafts.Find(form.Key(Account(http)));
        return await Page(http, draft is null ? form : form with { Typed = draft.Answers }, []);
    }

    static Task<IResult> Page(HttpContext http, EntryForm form, IReadOnlyList<Fault> faults) => Forms.Page<SecondEntryPage>(http, new()
    {
        [nameof(SecondEntryPage.Form)] = form, [nameof(SecondEntryPage.Faults)] = faults,
        [nameof(SecondEntryPage.Wording)] = Get<WordingStore>(http).Find(form.Instrument, form.Participant.Language, Medium.Screen),
    }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    static async Task<IResult> Keep(HttpContext http, string study, string assessment, DraftStore drafts)
    {
        if (Find(http, study, assessment) is not { } stored) return Results.NotFound();
        // What was typed last can come after the form that it is in: it is there already.
        if (Sent(http, study, assessment) is not { } form) return Results.NoContent();
        var (field, value) = (http.Request.Form["field"].ToString(), http.Request.Form["value"].ToString());
        if (!EntryPages.IsAnswer(form, field, value)) return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await drafts.Save(form.Key(Account(http)), Guid.CreateVersion7(Get<TimeProvider>(http).GetUtcNow()).ToString("D"), field, value, http.Actor().Name);
        if (Get<SecondEntryStore>(http).Find(stored.Stored.Id) is not null) await drafts.Drop(form.Key(Account(http)));
        return Results.NoContent();
    }

    static async Task<IResult> Store(HttpContext http, string study, string assessment, SecondEntryStore store)
    {
        if (Find(http, study, assessment) is not { } stored) return await Missing(http);
        if (Sent(http, study, assessment) is not { } form) return await PageEndpoints.Message(http, "second.closed", StatusCodes.Status200OK);
        var faults = new List<Fault>();
        var answers = form.Answers(faults);
        faults.AddRange(AnswerRules.Check(form.Instrument, answers).Select(f => f with { Field = EntryWords.FieldOf(f.Field), Row = null }));
        // What was left open by an oversight would count as a difference: the one who types says that the paper leaves it open.
        faults.AddRange(EntryWarnings.Open(form.Instrument, answers).Select(item => new Fault(EntryForm.FieldOf(item), "left_open", "Mark this item as not reached, if it is open on the paper.")));
        if (faults.Count > 0) return await Page(http, form, [.. faults.DistinctBy(f => f.Field)]);
        var compared = DoubleEntry.Of(form.Instrument, stored.Stored.Assessment().Answers, answers);
        await store.Store(form.Key(Account(http)), stored.Stored.Id, AnswersJson.Write(answers), compared, new AuditEvent(http.Actor().Name, "second_entry_stored", stored.Stored.Id, study));
        return Results.LocalRedirect(compared.Differing.Count == 0 ? $"/studies/{study}/enter?second=same" : $"/studies/{study}/second/{stored.Stored.Id}/compare");
    }

    static async Task<IResult> Compare(HttpContext http, string study, string assessment, IReadOnlyList<Fault> faults)
    {
        if (Find(http, study, assessment) is not { } form) return await Missing(http);
        if (Get<SecondEntryStore>(http).Find(form.Stored.Id) is not { Outcome: null } second) return await PageEndpoints.Message(http, "second.closed", StatusCodes.Status200OK);
        await CorrectionPages.Viewed(http, form);
        var sent = http.Request.HasFormContentType ? http.Request.Form : null;
        return await Forms.Page<SecondComparePage>(http, new()
        {
            [nameof(SecondComparePage.Form)] = form, [nameof(SecondComparePage.Compared)] = DoubleEntry.Of(form.Instrument, form.Stored.Assessment().Answers, AnswersJson.Read(second.Answers)), [nameof(SecondComparePage.Faults)] = faults,
            [nameof(SecondComparePage.Chosen)] = form.Instrument.Items.ToDictionary(i => i.Id, i => sent?["choice." + i.Id].ToString() ?? ""),
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Resolve(HttpContext http, string study, string assessment, SecondEntryStore store, CorrectionStore corrections)
    {
        if (Find(http, study, assessment) is not { } form) return await Missing(http);
        if (store.Find(form.Stored.Id) is not { Outcome: null } second) return await PageEndpoints.Message(http, "second.closed", StatusCodes.Status200OK);
        var first = form.Stored.Assessment();
        var differing = DoubleEntry.Of(form.Instrument, first.Answers, AnswersJson.Read(second.Answers)).Differing;
        string Choice(string item) => http.Request.Form["choice." + item].ToString();
        var open = differing.Where(d => Choice(d.Item) is not ("first" or "second")).Select(d => new Fault(EntryForm.FieldOf(d.Item), "needs_choice", "Choose what stands on the paper.")).ToList();
        if (open.Count > 0) return await Compare(http, study, assessment, open);
        var right = new Dictionary<string, Answer>(first.Answers, StringComparer.Ordinal);
        foreach (var item in differing.Where(d => Choice(d.Item) == "second")) right[item.Item] = item.After;
        var faults = await Write(http, form, first with { Answers = right }, store, corrections);
        if (faults.Count > 0) return await Compare(http, study, assessment, faults);
        Get<Wake>(http).Nudge();
        return Results.LocalRedirect($"/studies/{study}/enter?second=resolved");
    }

    static async Task<IReadOnlyList<Fault>> Write(HttpContext http, CorrectionForm form, Assessment right, SecondEntryStore store, CorrectionStore corrections)
    {
        var (from, study, by) = (http.Request.Form["from"].ToString(), form.Study.Study.Id, http.Actor().Name);
        var changed = new Fault("form", "assessment_changed", "Someone else corrected this form while you were at it.");
        if (AnswersJson.Write(right.Answers) == AnswersJson.Write(form.Stored.Assessment().Answers))
            return await store.Confirm(form.Stored.Id, from, new AuditEvent(by, "second_entry_confirmed", form.Stored.Id, study)) ? [] : [changed];
        var (accepted, faults) = AssessmentRules.Score(form.Study, right, Get<TimeProvider>(http).GetUtcNow(), 1, _ => true);
        if (accepted is null) return [.. faults.Select(f => f with { Field = EntryWords.FieldOf(f.Field), Row = null })];
        // Two people have read the paper: what looks odd about it stands there.
        var earlier = Get<EntryStore>(http).Earlier(http.Actor(), study, form.Stored.Participant, form.Instrument.Id, form.Stored.Id);
        var odd = EntryWarnings.Of(form.Instrument, right.Answers, accepted.Scores, earlier).ToDictionary(w => w, _ => OverruleReason.AsOnPaper);
        return await corrections.Correct(http.Actor(), study, accepted, from, CorrectionReason.DoubleEntry, odd, new AuditEvent(by, "assessment_corrected", form.Stored.Id, study),
            change => SecondEntryStore.Resolve(change, form.Stored.Id, DoubleEntryOutcome.Corrected, by));
    }
}
