using System.Text.RegularExpressions;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Entry;
using Outcomes.Api.Pages;
using Outcomes.Data;
using Outcomes.Data.Assessments;
using Outcomes.Data.Audit;
using Outcomes.Data.Entry;
using Outcomes.Data.Instruments;
using Outcomes.Data.Quality;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;
using Outcomes.Jobs;

namespace Outcomes.Api.Assessments;

/// <summary>
/// Stored forms of the own schools, and their correction with a reason. Whoever corrects a form sees its answers, and never a score; each
/// such view is in the audit chain.
/// </summary>
static partial class CorrectionPages
{
    const string All = "/studies/{study}/assessments", One = All + "/{assessment}";

    public static void MapCorrections(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, List).ForVisitors(Scopes.WriteData);
        pages.MapGet(One, Show).ForVisitors(Scopes.WriteData);
        pages.MapPost(One, Check).TakesForms(Scopes.WriteData);
        pages.MapPost(One + "/store", Store).TakesForms(Scopes.WriteData);
    }

    static Task<IResult> Missing(HttpContext http) => PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static async Task<IResult> List(HttpContext http, string study, string? q, string? school, string? instrument, int? page, string? corrected, StudyStore studies, CorrectionStore store)
    {
        if (studies.Lookup(http.Actor(), study) is not { } lookup) return await Missing(http);
        var faults = new List<Fault>();
        var part = string.IsNullOrWhiteSpace(q) ? null : q.Trim().ToUpperInvariant();
        // What is no part of a pseudonym could be a name: it is not looked for, and the answer does not repeat it.
        if (part is not null && !PartOfPseudonym().IsMatch(part))
        {
            faults.Add(new("q", "bad_search", "Search by a part of a pseudonym."));
            part = null;
        }
        var search = new FormSearch(part, lookup.Study.Schools.FirstOrDefault(s => s.Id == school && lookup.HasSchool(s.Id))?.Id,
            lookup.Study.Instruments.FirstOrDefault(u => u.Instrument == instrument)?.Instrument, Math.Clamp(page ?? 0, 0, 10_000));
        return await PageEndpoints.Page<AssessmentsPage>(http, new()
        {
            [nameof(AssessmentsPage.Study)] = lookup, [nameof(AssessmentsPage.Search)] = search, [nameof(AssessmentsPage.Faults)] = faults,
            [nameof(AssessmentsPage.Forms)] = store.List(http.Actor(), study, search), [nameof(AssessmentsPage.Corrected)] = corrected is not null,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Show(HttpContext http, string study, string assessment, string? query) =>
        Find(http, study, assessment) is { } form ? await Page(http, form with { Query = Guid.TryParseExact(query, "D", out _) ? query : "" }, []) : await Missing(http);

    /// <summary>The form that the address names, if it is one of the own schools'.</summary>
    public static CorrectionForm? Find(HttpContext http, string study, string assessment)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } lookup || !Guid.TryParseExact(assessment, "D", out var id)) return null;
        if (services.GetRequiredService<CorrectionStore>().Find(http.Actor(), study, id) is not { } stored) return null;
        return lookup.Instrument(stored.Instrument, stored.Version) is { } instrument && lookup.Timepoint(stored.Timepoint) is { } timepoint ? CorrectionForm.Of(lookup, stored, instrument, timepoint) : null;
    }

    /// <summary>As it was sent.</summary>
    static CorrectionForm? Sent(HttpContext http, string study, string assessment)
    {
        if (Find(http, study, assessment) is not { } form) return null;
        var fields = http.Request.Form;
        return form with
        {
            From = fields["from"].ToString(), Query = Guid.TryParseExact(fields["query"], "D", out _) ? fields["query"].ToString() : "",
            Typed = fields.Where(f => f.Key is "on" or "language" || f.Key.StartsWith(EntryForm.ItemField, StringComparison.Ordinal) || f.Key.StartsWith(EntryForm.NoneField, StringComparison.Ordinal))
                .ToDictionary(f => f.Key, f => f.Value.ToString()),
        };
    }

    static async Task<IResult> Check(HttpContext http, string study, string assessment)
    {
        if (Sent(http, study, assessment) is not { } form) return await Missing(http);
        if (http.Request.Form.ContainsKey("edit")) return await Page(http, form, []);
        var correction = Correction.Of(http, form);
        return correction.Faults.Count > 0 ? await Page(http, form, correction.Faults) : await Look(http, form, correction, []);
    }

    static async Task<IResult> Store(HttpContext http, string study, string assessment, CorrectionStore store)
    {
        if (Sent(http, study, assessment) is not { } form) return await Missing(http);
        var correction = Correction.Of(http, form);
        if (correction.Faults.Count > 0 && correction.Accepted is null) return await Page(http, form, correction.Faults);
        var without = correction.Unreasoned(http);
        if (without.Count > 0) return await Look(http, form, correction, without);
        var audit = new AuditEvent(http.Actor().Name, "assessment_corrected", form.Stored.Id, study);
        var faults = await store.Correct(http.Actor(), study, correction.Accepted!, form.From, correction.Reason(http)!.Value, correction.Overruled(http), audit,
            change => Answer(change, http, form));
        if (faults.Count > 0) return await Page(http, Find(http, study, assessment)! with { Typed = form.Typed, Query = form.Query }, faults);
        http.RequestServices.GetRequiredService<Wake>().Nudge();
        return Results.LocalRedirect(form.Query.Length > 0 ? $"/studies/{study}/queries" : $"/studies/{study}/assessments?corrected=1");
    }

    /// <summary>Whoever came from a query has answered it by this.</summary>
    static void Answer(Change change, HttpContext http, CorrectionForm form)
    {
        if (form.Query.Length > 0) QueryStore.AnswerByCorrection(change, form.Query, form.Stored.Id, new AuditEvent(http.Actor().Name, "query_answered", form.Query, form.Study.Study.Id));
    }

    static async Task<IResult> Page(HttpContext http, CorrectionForm form, IReadOnlyList<Fault> faults)
    {
        await Viewed(http, form);
        return await Forms.Page<CorrectionPage>(http, new()
        {
            [nameof(CorrectionPage.Form)] = form, [nameof(CorrectionPage.Faults)] = faults,
            [nameof(CorrectionPage.Wording)] = http.RequestServices.GetRequiredService<WordingStore>().Find(form.Instrument, form.Entry.Language, Medium.Screen),
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Look(HttpContext http, CorrectionForm form, Correction correction, IReadOnlyList<Fault> faults)
    {
        await Viewed(http, form);
        return await Forms.Page<CorrectionCheckPage>(http, new()
        {
            [nameof(CorrectionCheckPage.Form)] = form, [nameof(CorrectionCheckPage.Correction)] = correction, [nameof(CorrectionCheckPage.Faults)] = faults,
            [nameof(CorrectionCheckPage.Reason)] = correction.Reason(http) ?? (form.Query.Length > 0 ? CorrectionReason.Query : null),
            [nameof(CorrectionCheckPage.Overruled)] = correction.Warnings.ToDictionary(w => w, w => Correction.OverruleOf(http, w)),
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>That someone saw the answers is on disk before they see them.</summary>
    public static Task Viewed(HttpContext http, CorrectionForm form) => http.RequestServices.GetRequiredService<AuditTrail>()
        .Record(new AuditEvent(http.Actor().Name, "assessment_viewed", form.Stored.Id, form.Study.Study.Id));

    [GeneratedRegex(@"\A[A-Z0-9-]{1,20}\z")] private static partial Regex PartOfPseudonym();
}
