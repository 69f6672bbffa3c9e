using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Audit;
using Outcomes.Data.Entry;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Quality;

namespace Outcomes.Api.Quality;

/// <param name="Page">From 0.</param>
/// <param name="Days">A form that was completed more days than this after it was due is late.</param>
public sealed record QualitySearch(FindingKind? Kind, string? School, string? Pseudonym, int Days, int Page);

/// <summary>What is missing, late or odd: for researchers of every school in their scope, for therapists of their own.</summary>
static partial class QualityPages
{
    public const int PageSize = 50, UsualDays = 14, MostDays = 3650;

    public static void MapQuality(this IEndpointRouteBuilder pages) => pages.MapGet("/studies/{study}/quality", Show).ForVisitors(Scopes.ReadQuality);

    static async Task<IResult> Show(HttpContext http, string study, string? kind, string? school, string? q, string? days, int? page, StudyStore studies, TimeProvider time, AuditTrail trail)
    {
        if (studies.Lookup(http.Actor(), study) is not { } lookup) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var faults = new List<Fault>();
        var part = string.IsNullOrWhiteSpace(q) ? null : q.Trim().ToUpperInvariant();
        if (part is not null && !PartOfPseudonym().IsMatch(part))
        {
            faults.Add(new("q", "bad_search", "Search by a part of a pseudonym."));
            part = null;
        }
        var late = UsualDays;
        if (!string.IsNullOrWhiteSpace(days) && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out late) || late > MostDays))
        {
            faults.Add(new("days", "bad_days", "This is a whole number of days, from 0 to 3650."));
            late = UsualDays;
        }
        var search = new QualitySearch(EnumNames<FindingKind>.TryRead(kind ?? "", out var wanted) ? wanted : null, lookup.Study.Schools.FirstOrDefault(s => s.Id == school && lookup.HasSchool(s.Id))?.Id, part, late, Math.Clamp(page ?? 0, 0, 10_000));
        var found = QualityFindings.Of(http.RequestServices, http.Actor(), lookup, late, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
            .Where(f => (search.School is null || f.School == search.School) && (part is null || f.Pseudonym?.Contains(part, StringComparison.Ordinal) == true)).ToList();
        var shown = found.Where(f => search.Kind is null || f.Kind == search.Kind).OrderByDescending(f => f.On).ThenBy(f => f.Pseudonym, StringComparer.Ordinal).ThenBy(f => f.Kind).Skip(search.Page * PageSize).Take(PageSize).ToList();
        // That someone looked is on disk before they see it: how many, not whom they searched for.
        await trail.Record(new AuditEvent(http.Actor().Name, "quality_viewed", study, study, new Dictionary<string, string> { ["rows"] = shown.Count.ToString(CultureInfo.InvariantCulture) }));
        return await PageEndpoints.Page<QualityPage>(http, new()
        {
            [nameof(QualityPage.Study)] = lookup, [nameof(QualityPage.Search)] = search, [nameof(QualityPage.Faults)] = faults, [nameof(QualityPage.All)] = found, [nameof(QualityPage.Agreement)] = http.RequestServices.GetRequiredService<SecondEntryStore>().Agreement(http.Actor(), study), [nameof(QualityPage.Shown)] = shown,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    [GeneratedRegex(@"\A[A-Z0-9-]{1,20}\z")] private static partial Regex PartOfPseudonym();
}
