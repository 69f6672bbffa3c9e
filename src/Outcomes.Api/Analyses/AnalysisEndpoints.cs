using System.Text;
using Outcomes.Api.Access;
using Outcomes.Api.Audit;
using Outcomes.Api.Problems;
using Outcomes.Api.Reports;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;

namespace Outcomes.Api.Analyses;

/// <summary>One run of a study's plan: where it is, or how it ended.</summary>
/// <param name="Status">running, finished, failed (tried again, less and less often) or interrupted (done again at the next start).</param>
/// <param name="Stale">True where the study has data or a definition that this run did not see.</param>
public sealed record AnalysisContract(
    string Id, string Status, string Step, long Percent, bool Stale, string StudyVersion, string StudyHash, string PlanHash, string SnapshotHash,
    string EngineVersion, string StartedUtc, string UpdatedUtc, string? Failure, string? ResultHash)
{
    public static AnalysisContract Of(StoredAnalysis a, StoredStudy study) => new(a.Id, a.Status, a.Step, a.Percent, a.ChangeNumber < study.ChangeNumber,
        a.StudyVersion, a.StudyHash, a.PlanHash, a.SnapshotHash, a.EngineVersion, a.StartedUtc, a.UpdatedUtc, a.Failure, a.ResultHash);
}

/// <summary>Runs of a study's plan, and the newest result as an audience may see it.</summary>
static class AnalysisEndpoints
{
    public static void MapAnalyses(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/analyses", List).RequireScope(Scopes.ReadResults)
            .WithSummary("Every run of the study's plan, the newest first: how far it is, or how it ended.").Produces<IReadOnlyList<AnalysisContract>>().Refuses(401, 403, 404);
        api.MapGet("studies/{study}/analyses/{id}", Get).RequireScope(Scopes.ReadResults)
            .WithSummary("One run, with the hashes of all that its result rests on.").Produces<AnalysisContract>().Refuses(401, 403, 404);
        api.MapGet("studies/{study}/results/{audience}", Result).RequireScope(Scopes.ReadResults)
            .WithSummary("The newest result, as an audience (board, researcher) may see it.")
            .WithDescription("What would give a person away is replaced by the reason for its absence.").Produces<System.Text.Json.JsonElement>().Refuses(401, 403, 404);
    }

    static IResult List(HttpContext http, string study, AnalysisStore analyses, StudyStore studies) => studies.Find(http.Actor(), study) is { } stored
        ? ApiJson.Ok([.. analyses.All(http.Actor(), study).Select(a => AnalysisContract.Of(a, stored))], ApiJson.Default.IReadOnlyListAnalysisContract)
        : Problem.NotFound;

    static IResult Get(HttpContext http, string study, string id, AnalysisStore analyses, StudyStore studies) =>
        studies.Find(http.Actor(), study) is { } stored && analyses.Find(http.Actor(), study, id) is { } analysis
            ? ApiJson.Ok(AnalysisContract.Of(analysis, stored), ApiJson.Default.AnalysisContract)
            : Problem.NotFound;

    static async Task<IResult> Result(HttpContext http, string study, string audience, AnalysisStore analyses, ReportFiles reports)
    {
        if (!EnumNames<Audience>.TryRead(audience, out var who) || who == Audience.School) return Problem.NotFound;
        if (analyses.Newest(http.Actor(), study) is not { } newest)
            return Problem.Of(404, "There is no result yet.", "The study has no finished analysis; 'analyses' beside this address says how far it is.");
        if (who == Audience.Researcher) await Views.Told(http, "result_viewed", newest.Id, study);
        return who == Audience.Researcher
            ? Results.Bytes(AnalysisJson.Bytes(Release.For(who, AnalysisJson.Read(Encoding.UTF8.GetBytes(analyses.Result(newest.Id)!)))), "application/json")
            : Released(reports.Find(http.Actor(), study, audience, StoredReport.Json));
    }

    /// <remarks>Nothing is released by asking for it: outside the study there is what was made and written into the ledger.</remarks>
    static IResult Released(StoredReport? made) => made switch
    {
        null => Problem.Of(404, "There is no result yet.", "Nothing was released yet; results are when the study's schedule says so."),
        { Content: null } => Problem.Of(404, "This result cannot be released.", made.Absence),
        _ => Results.Bytes(made.Content, "application/json"),
    };
}
