using Outcomes.Api.Access;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Api.Studies;
using Outcomes.Data.Plans;
using Outcomes.Domain.Access;
using Outcomes.Domain.Plans;

namespace Outcomes.Api.Plans;

/// <summary>A study's plan: read, locked, and every version that ever was locked.</summary>
static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/plan", Get).RequireScope(Scopes.ReadResults)
            .WithSummary("The study's current analysis plan: whether it is locked, and what stands against locking it.")
            .WithDescription("Its draft is the plan of the study's current file. An analysis of a draft is exploratory, and stays so when the plan is locked later.")
            .Produces<PlanContract>().Refuses(401, 403, 404);
        api.MapGet("studies/{study}/plan/versions", Versions).RequireScope(Scopes.ReadResults)
            .WithSummary("Every locked version of the plan, the oldest first, with what each changed and why.").Produces<IReadOnlyList<PlanVersionContract>>().Refuses(401, 403, 404);
        api.MapPost("studies/{study}/plan/lock", Lock).RequireScope(Scopes.WriteStudies)
            .WithSummary("Lock the study's current plan; after the first lock this is an amendment, which needs a reason and a new version.")
            .WithDescription("Version and hash are those of the plan that was read, so that nobody locks another one. The same again gets the same answer (200). "
                + "409: the plan was changed meanwhile, or this version is locked with other content. 422: each fault, also an arm that is compared and in which nobody is enrolled.")
            .Accepts<PlanLockRequest>(BatchFormats.Json).Produces<PlanVersionContract>(StatusCodes.Status201Created).Produces<PlanVersionContract>().Refuses(400, 401, 403, 404, 409, 415, 422);
    }

    static IResult Get(HttpContext http, string study, PlanStore plans) =>
        plans.Find(http.Actor(), study) is { } plan ? ApiJson.Ok(PlanContract.Of(plan), ApiJson.Default.PlanContract) : Problem.NotFound;

    static IResult Versions(HttpContext http, string study, PlanStore plans) =>
        plans.Find(http.Actor(), study) is { } plan ? ApiJson.Ok(PlanVersionContract.All(plan.Locks), ApiJson.Default.IReadOnlyListPlanVersionContract) : Problem.NotFound;

    static async Task<IResult> Lock(HttpContext http, string study, PlanStore plans)
    {
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        var read = PlanLockRequest.Read(await DefinitionBody.Read(http));
        if (read.Value is not { } request) return Problem.Refused(read.Faults);
        return await plans.Lock(http.Actor(), study, request) switch
        {
            null => Problem.NotFound,
            { Lock: { } locked, IsNew: var isNew } =>
                ApiJson.Ok(PlanVersionContract.Of(locked), ApiJson.Default.PlanVersionContract, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            { Faults: var faults } => Problem.Refused(faults),
        };
    }
}
