using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Data.Audit;
using Outcomes.Data.Participants;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Participants;

/// <summary>The participants of the own schools, for therapists and educators: as a page and over the API. Each view is in the audit chain.</summary>
static partial class ParticipantListEndpoints
{
    public static void MapParticipantList(this IEndpointRouteBuilder api) =>
        api.MapGet("studies/{study}/participants", Get).RequireScope(Scopes.ReadParticipants)
            .WithSummary("The participants of the key's schools, a hundred a page, by pseudonym; no answers and no scores.")
            .WithDescription("q: a part of a pseudonym; school: one of them; after: the 'next' of the page before. Which questionnaires are there is told to keys that may record them (data:write).")
            .Produces<ParticipantPageContract>().Refuses(401, 403, 404, 422);

    public static void MapParticipantsPage(this IEndpointRouteBuilder pages) => pages.MapGet("/studies/{study}/participants", Show).ForVisitors(Scopes.ReadParticipants);

    static async Task<IResult> Get(HttpContext http, string study, string? q, string? school, string? after, StudyStore studies, TimeProvider time)
    {
        if (studies.Lookup(http.Actor(), study) is not { } known) return Problem.NotFound;
        var search = Search(q, school, after);
        if (Faults(known, search) is { Count: > 0 } faults) return Problem.Refused(faults);
        return ApiJson.Ok(ParticipantPageContract.Of(await Viewed(http, study, search), known.Study, Today(time)), ApiJson.Default.ParticipantPageContract);
    }

    static async Task<IResult> Show(HttpContext http, string study, string? q, string? school, string? after, StudyStore studies, TimeProvider time)
    {
        if (studies.Lookup(http.Actor(), study) is not { } known) return Results.NotFound();
        var search = Search(q, school, after);
        var faults = Faults(known, search);
        return await PageEndpoints.Page<ParticipantsPage>(http, new()
        {
            [nameof(ParticipantsPage.Study)] = known.Study, [nameof(ParticipantsPage.Schools)] = known.Study.Schools.Where(s => known.HasSchool(s.Id)).ToList(), [nameof(ParticipantsPage.Search)] = search,
            [nameof(ParticipantsPage.Faults)] = faults, [nameof(ParticipantsPage.Found)] = faults.Count > 0 ? null : ParticipantPageContract.Of(await Viewed(http, study, search), known.Study, Today(time)),
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>That someone looked is on disk before they see it: how many, of which school; not whom they searched for.</summary>
    static async Task<ParticipantPage> Viewed(HttpContext http, string study, ParticipantSearch search)
    {
        var services = http.RequestServices;
        var found = services.GetRequiredService<ParticipantList>().Find(http.Actor(), study, search);
        var details = new Dictionary<string, string> { ["rows"] = found.Rows.Count.ToString(CultureInfo.InvariantCulture) };
        if (search.School is { } school) details["school"] = school;
        await services.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, "participants_viewed", study, study, details));
        return found;
    }

    static ParticipantSearch Search(string? q, string? school, string? after) => new(Given(q)?.ToUpperInvariant(), Given(school), Given(after));

    /// <remarks>What is no part of a pseudonym could be a name: it is not looked for, and the answer does not repeat it.</remarks>
    static List<Fault> Faults(StudyLookup study, ParticipantSearch search)
    {
        var faults = new List<Fault>();
        if (search.Pseudonym is { } part && !PartOfPseudonym().IsMatch(part) || search.After is { } after && !PartOfPseudonym().IsMatch(after))
            faults.Add(new("q", "bad_search", "Search by a part of a pseudonym: letters, digits and hyphens, at most 20. Names are not known here."));
        if (search.School is { } school && !study.HasSchool(school)) faults.Add(new("school", "unknown_school", "The study has no such school."));
        return faults;
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [GeneratedRegex(@"\A[A-Z0-9-]{1,20}\z")] private static partial Regex PartOfPseudonym();
}
