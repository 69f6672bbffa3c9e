using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Assessments;
using Outcomes.Data.Quality;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Quality;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Quality;

/// <summary>A researcher asks about a stored form, the therapist who has the paper answers, the researcher closes it or asks again.</summary>
static class QueryPages
{
    const string All = "/studies/{study}/queries", One = All + "/{query}", New = "/studies/{study}/assessments/{assessment}/query";

    public static void MapQueries(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, List).ForVisitors(Scopes.ReadQuality);
        pages.MapGet(One, (HttpContext http, string study, string query, string? done) => Show(http, study, query, [], done)).ForVisitors(Scopes.ReadQuality);
        pages.MapGet(New, (HttpContext http, string study, string assessment) => ShowNew(http, study, assessment, [])).ForVisitors(Scopes.WriteQueries);
        pages.MapPost(New, Raise).TakesForms(Scopes.WriteQueries);
        pages.MapPost(One + "/answer", Answer).TakesForms(Scopes.WriteData);
        pages.MapPost(One + "/close", (HttpContext http, string study, string query) => Take(http, study, query, QueryStep.Closed, "query_closed", "closed")).TakesForms(Scopes.WriteQueries);
        pages.MapPost(One + "/reopen", (HttpContext http, string study, string query) => Take(http, study, query, QueryStep.Reopened, "query_reopened", "reopened")).TakesForms(Scopes.WriteQueries);
    }

    static Task<IResult> Missing(HttpContext http) => PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static T Get<T>(HttpContext http) where T : notnull => http.RequestServices.GetRequiredService<T>();

    static StudyLookup? Lookup(HttpContext http, string study) => Get<StudyStore>(http).Lookup(http.Actor(), study);

    static async Task<IResult> List(HttpContext http, string study, string? state, int? page, QueryStore store)
    {
        if (Lookup(http, study) is not { } lookup) return await Missing(http);
        QueryState? wanted = EnumNames<QueryState>.TryRead(state ?? "", out var read) ? read : null;
        var number = Math.Clamp(page ?? 0, 0, 10_000);
        return await PageEndpoints.Page<QueriesPage>(http, new()
        {
            [nameof(QueriesPage.Study)] = lookup, [nameof(QueriesPage.State)] = wanted, [nameof(QueriesPage.Number)] = number, [nameof(QueriesPage.Queries)] = store.List(http.Actor(), study, wanted, number),
        });
    }

    static StoredQuery? Find(HttpContext http, string study, string query) =>
        Guid.TryParseExact(query, "D", out var id) ? Get<QueryStore>(http).Find(http.Actor(), study, id) : null;

    static async Task<IResult> Show(HttpContext http, string study, string query, IReadOnlyList<Fault> faults, string? done = null)
    {
        if (Lookup(http, study) is not { } lookup || Find(http, study, query) is not { } stored) return await Missing(http);
        return await Forms.Page<QueryPage>(http, new()
        {
            [nameof(QueryPage.Study)] = lookup, [nameof(QueryPage.Query)] = stored, [nameof(QueryPage.Faults)] = faults, [nameof(QueryPage.Done)] = done,
            // Behind the guard of a page the actor acts under that page's scope; who may answer or close is asked for the query's own school.
            [nameof(QueryPage.MayAnswer)] = http.Visitor().In(study)?.May(Scopes.WriteData, stored.School) == true, [nameof(QueryPage.MayClose)] = http.Visitor().In(study)?.May(Scopes.WriteQueries, stored.School) == true,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> ShowNew(HttpContext http, string study, string assessment, IReadOnlyList<Fault> faults)
    {
        if (Lookup(http, study) is not { } lookup || !Guid.TryParseExact(assessment, "D", out var id) || Get<CorrectionStore>(http).Find(http.Actor(), study, id) is not { } form
            || lookup.Instrument(form.Instrument, form.Version) is not { } instrument) return await Missing(http);
        var sent = http.Request.HasFormContentType ? http.Request.Form : null;
        return await Forms.Page<NewQueryPage>(http, new()
        {
            [nameof(NewQueryPage.Study)] = lookup, [nameof(NewQueryPage.Form)] = form, [nameof(NewQueryPage.Instrument)] = instrument, [nameof(NewQueryPage.Faults)] = faults,
            [nameof(NewQueryPage.Id)] = Guid.TryParseExact(sent?["id"], "D", out var drawn) ? drawn : Guid.CreateVersion7(Get<TimeProvider>(http).GetUtcNow()),
            [nameof(NewQueryPage.Question)] = sent?["question"].ToString() ?? "", [nameof(NewQueryPage.Item)] = sent?["item"].ToString() ?? "",
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Raise(HttpContext http, string study, string assessment, CorrectionStore forms, QueryStore store)
    {
        if (Lookup(http, study) is not { } lookup || !Guid.TryParseExact(assessment, "D", out var form) || forms.Find(http.Actor(), study, form) is not { } stored
            || lookup.Instrument(stored.Instrument, stored.Version) is not { } instrument) return await Missing(http);
        var (fields, faults) = (http.Request.Form, new List<Fault>());
        if (!EnumNames<QueryQuestion>.TryRead(fields["question"].ToString(), out var question)) faults.Add(new("question", "needs_question", "Choose what is asked."));
        var item = fields["item"].ToString();
        if (item.Length > 0 && instrument.Items.All(i => i.Id != item)) faults.Add(new("item", "unknown_item", "The instrument has no such item."));
        if (!Guid.TryParseExact(fields["id"], "D", out var id)) faults.Add(new("question", "bad_id", "This form was not drawn by us. Load the page again."));
        if (faults.Count > 0) return await ShowNew(http, study, assessment, faults);
        await store.Raise(http.Actor(), study, id, stored.Id, item.Length == 0 ? null : item, question, new AuditEvent(http.Actor().Name, "query_raised", id.ToString("D"), study));
        return Results.LocalRedirect($"/studies/{study}/queries/{id:D}?done=raised");
    }

    static async Task<IResult> Answer(HttpContext http, string study, string query)
    {
        if (Find(http, study, query) is not { } stored) return await Missing(http);
        if (!EnumNames<QueryAnswer>.TryRead(http.Request.Form["answer"].ToString(), out var answer)) return await Show(http, study, query, [new("answer", "needs_answer", "Choose an answer.")]);
        // A correction is said by making it: the query is answered when that is stored.
        return answer == QueryAnswer.Corrected ? Results.LocalRedirect($"/studies/{study}/assessments/{stored.Assessment}?query={stored.Id}")
            : await Take(http, study, query, QueryStep.Answered, "query_answered", "answered", answer);
    }

    static async Task<IResult> Take(HttpContext http, string study, string query, QueryStep step, string action, string done, QueryAnswer? answer = null)
    {
        if (Find(http, study, query) is not { } stored) return await Missing(http);
        var taken = await Get<QueryStore>(http).Take(http.Actor(), study, Guid.Parse(stored.Id), step, answer, new AuditEvent(http.Actor().Name, action, stored.Id, study));
        return taken ? Results.LocalRedirect($"/studies/{study}/queries/{stored.Id}?done={done}")
            : await Show(http, study, query, [new("query", "query_moved", "Someone was faster: look at where the query stands now.")]);
    }
}
