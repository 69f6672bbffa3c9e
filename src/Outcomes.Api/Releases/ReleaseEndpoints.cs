using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Releases;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Releases;

namespace Outcomes.Api.Releases;

/// <summary>One set of reports that left the study. Its counts stay in the ledger: they hold what was hidden.</summary>
/// <param name="Schools">Ids of the schools that got a report of their own.</param>
public sealed record ReleaseContract(
    string Id, string Analysis, string SnapshotHash, string ReleasedUtc, IReadOnlyList<string> Audiences, IReadOnlyList<string> Schools, IReadOnlyList<string> Languages)
{
    public static ReleaseContract Of(StoredRelease r) => new(r.Id, r.AnalysisId, r.SnapshotHash, r.ReleasedUtc,
        ReleaseJson.Names(r.Audiences), ReleaseJson.Names(r.Schools), ReleaseJson.Names(r.Languages));
}

static class ReleaseEndpoints
{
    public static void MapReleases(this IEndpointRouteBuilder api) =>
        api.MapGet("studies/{study}/releases", List).RequireScope(Scopes.ReadResults)
            .WithSummary("Every release of the study, the newest first: when, to whom, from which snapshot.")
            .Produces<IReadOnlyList<ReleaseContract>>().Refuses(401, 403, 404);

    static IResult List(HttpContext http, string study, ReleaseStore releases, StudyStore studies) => studies.Find(http.Actor(), study) is not null
        ? ApiJson.Ok([.. releases.All(http.Actor(), study).Select(ReleaseContract.Of)], ApiJson.Default.IReadOnlyListReleaseContract)
        : Problem.NotFound;
}
