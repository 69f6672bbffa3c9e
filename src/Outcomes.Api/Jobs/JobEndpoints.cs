using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Jobs;

namespace Outcomes.Api.Jobs;

/// <param name="Seconds">How long it took; not there while it runs.</param>
public sealed record JobContract(string Job, string Study, string State, string? AtUtc, double? Seconds, string? Failure)
{
    public static JobContract Of(JobState s) => new(s.Job, s.Study, s.State, s.AtUtc is { } at ? Utc.Text(at) : null,
        s.Duration is { } took ? Math.Round(took.TotalSeconds, 3) : null, s.Failure is null ? null : "It failed; the study's analyses and reports say why.");
}

/// <summary>What the scheduler does, will do, and did.</summary>
static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder api) => api.MapGet("jobs", List).RequireScope(Scopes.ReadResults)
        .WithSummary("What the background jobs do, will do and did, the newest first.").Produces<IReadOnlyList<JobContract>>().Refuses(401, 403);

    static async Task<IResult> List(HttpContext http, CancellationToken cancel)
    {
        var states = http.RequestServices.GetService<WorkQueue>() is { } queue ? await queue.Recent(http.Actor().Study, cancel) : [];
        return ApiJson.Ok([.. states.Select(JobContract.Of)], ApiJson.Default.IReadOnlyListJobContract);
    }
}
