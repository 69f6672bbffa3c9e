using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.CheckIns;

/// <summary>What students of a school read about whom they can talk to: written by its therapist.</summary>
static class SupportPages
{
    const string All = "/studies/{study}/support";

    public static void MapSupport(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, (HttpContext http, string study, string? done) => Show(http, study, done: done is not null)).ForVisitors(Scopes.WriteData);
        pages.MapPost(All, Write).TakesForms(Scopes.WriteData);
    }

    static Task<IResult> Show(HttpContext http, string study, (string School, string Language, string Text)? typed = null, IReadOnlyList<Fault>? faults = null, bool done = false) =>
        OfStudy(http, study, lookup => Forms.Page<SupportPage>(http, new()
        {
            [nameof(SupportPage.Study)] = lookup.Study, [nameof(SupportPage.Schools)] = lookup.Study.Schools.Where(s => lookup.HasSchool(s.Id)).ToList(), [nameof(SupportPage.Done)] = done,
            [nameof(SupportPage.Stored)] = http.RequestServices.GetRequiredService<SupportStore>().All(http.Actor(), study), [nameof(SupportPage.Typed)] = typed, [nameof(SupportPage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200));

    static Task<IResult> Write(HttpContext http, string study, SupportStore store) => OfStudy(http, study, async lookup =>
    {
        var (school, language, text) = (http.Request.Form["school"].ToString(), http.Request.Form["language"].ToString(), SupportText.Normal(http.Request.Form["text"].ToString()));
        if (!lookup.HasSchool(school) || !lookup.HasLanguage(language)) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        if (SupportText.Check(text) is { } fault) return await Show(http, study, (school, language, text), [fault with { Field = SupportPage.Field(school, language) }]);
        await store.Write(http.Actor(), study, school, language, text);
        return Results.LocalRedirect($"/studies/{study}/support?done=1");
    });

    static Task<IResult> OfStudy(HttpContext http, string study, Func<StudyLookup, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup ? use(lookup) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
}
