using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Reports;

/// <summary>A run that makes a report for each school in each of the study's languages.</summary>
/// <param name="State">none (never asked for), running, finished, cancelled (what was made stays) or failed.</param>
/// <param name="Made">Reports that can be read.</param>
/// <param name="Total">Reports to make; not there until it has begun.</param>
public sealed record SchoolRunContract(string Id, string Study, string Analysis, string State, long Made, long? Total, string RequestedUtc, string? Failure)
{
    public static SchoolRunContract Of(SchoolRun r) => new(r.Id, r.StudyId, r.AnalysisId, r.State, r.Made, r.Total, r.RequestedUtc, r.Failure);
}

static class SchoolReportEndpoints
{
    const string Path = "studies/{study}/reports/schools";

    public static void MapSchoolReports(this IEndpointRouteBuilder api)
    {
        api.MapPost(Path, Request).RequireScope(Scopes.WriteStudies)
            .WithSummary("Make a report for each school, of the analysis that was released last; where a run is under way, that one goes on.")
            .Produces<SchoolRunContract>(StatusCodes.Status202Accepted).Refuses(401, 403, 404, 409);
        api.MapGet(Path, Get).RequireScope(Scopes.ReadResults)
            .WithSummary("How far the newest run is.").Produces<SchoolRunContract>().Refuses(401, 403, 404);
        api.MapDelete(Path, Cancel).RequireScope(Scopes.WriteStudies)
            .WithSummary("Stop the run that is under way. The reports that were made stay.").Produces<SchoolRunContract>().Refuses(401, 403, 404);
    }

    static async Task<IResult> Request(HttpContext http, string study, StudyStore studies, IssueStore issues, SchoolRunStore runs, TimeProvider time)
    {
        if (studies.Find(http.Actor(), study) is null) return Problem.NotFound;
        return await Begin(http.Actor(), study, issues, runs, time) is { } run ? ApiJson.Ok(SchoolRunContract.Of(run), ApiJson.Default.SchoolRunContract, StatusCodes.Status202Accepted)
            : Problem.Of(409, "Nothing was released yet.", "School reports are of the analysis that was released last; the study's schedule says when one is.");
    }

    /// <returns>The run that is under way now; null where nothing was released yet.</returns>
    public static async Task<SchoolRun?> Begin(Actor actor, string study, IssueStore issues, SchoolRunStore runs, TimeProvider time)
    {
        if (issues.Newest(actor, study) is not { } analysis) return null;
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
        await runs.Request(id, study, analysis, new AuditEvent(actor.Name, "school_reports_requested", id, study));
        return runs.Newest(actor, study);
    }

    static IResult Get(HttpContext http, string study, SchoolRunStore runs, StudyStore studies) =>
        studies.Find(http.Actor(), study) is null ? Problem.NotFound : ApiJson.Ok(Newest(http, study, runs), ApiJson.Default.SchoolRunContract);

    static async Task<IResult> Cancel(HttpContext http, string study, SchoolRunStore runs, StudyStore studies)
    {
        if (studies.Find(http.Actor(), study) is null) return Problem.NotFound;
        await runs.Cancel(study, new AuditEvent(http.Actor().Name, "school_reports_cancelled", study, study));
        return ApiJson.Ok(Newest(http, study, runs), ApiJson.Default.SchoolRunContract);
    }

    static SchoolRunContract Newest(HttpContext http, string study, SchoolRunStore runs) => runs.Newest(http.Actor(), study) is { } run
        ? SchoolRunContract.Of(run) : new("", study, "", "none", 0, null, "", null);
}
