using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Api.Studies;
using Outcomes.Data.Studies;
using Outcomes.Data.Webhooks;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Webhooks;

namespace Outcomes.Api.Webhooks;

public sealed record WebhookRequest(string? Url);

/// <param name="Secret">Signs every notice; told this once.</param>
public sealed record NewWebhookContract(string Id, string Secret);

/// <param name="GivenUp">Notices that were not taken however often they were tried.</param>
/// <param name="LastStatus">HTTP status of the last try, or why there was none.</param>
public sealed record WebhookContract(string Id, string Url, string CreatedUtc, long Delivered, long Waiting, long GivenUp, string? LastStatus)
{
    public static WebhookContract Of(StoredWebhook w) => new(w.Id, w.Url, w.CreatedUtc, w.Delivered, w.Waiting, w.GivenUp, w.LastStatus);
}

/// <summary>Who is told when a study has new reports.</summary>
static class WebhookEndpoints
{
    const string Path = "studies/{study}/webhooks";

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, List).RequireScope(Scopes.WriteStudies).WithSummary("Who is told of new reports, and what became of the notices.")
            .Produces<IReadOnlyList<WebhookContract>>().Refuses(401, 403, 404);
        api.MapPost(Path, Add).RequireScope(Scopes.WriteStudies).WithSummary("Tell an address (https) of each new report; answers with the secret that signs the notices, this once.")
            .Accepts<WebhookRequest>("application/json").Produces<NewWebhookContract>(StatusCodes.Status201Created).Refuses(400, 401, 403, 404, 422);
        api.MapDelete(Path + "/{id}", Remove).RequireScope(Scopes.WriteStudies).WithSummary("Tell an address no longer.").Produces<WebhookContract>().Refuses(401, 403, 404);
        api.MapPost(Path + "/{id}/test", Test).RequireScope(Scopes.WriteStudies).WithSummary("Send a notice that says nothing, to see whether it arrives.")
            .Produces<WebhookContract>(StatusCodes.Status202Accepted).Refuses(401, 403, 404);
    }

    static IResult List(HttpContext http, string study, WebhookStore webhooks, StudyStore studies) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : ApiJson.Ok([.. webhooks.All(http.Actor(), study).Select(WebhookContract.Of)], ApiJson.Default.IReadOnlyListWebhookContract);

    static async Task<IResult> Add(HttpContext http, string study, WebhookStore webhooks, StudyStore studies, TimeProvider time)
    {
        if (studies.Find(http.Actor(), study) is null) return Problem.NotFound;
        var url = Url(await DefinitionBody.Read(http));
        if (Webhook.Faults(url) is { Count: > 0 } faults) return Problem.Refused(faults);
        var made = await Create(http.Actor().Name, study, url!, webhooks, time);
        return ApiJson.Ok(new NewWebhookContract(made.Id, made.Secret), ApiJson.Default.NewWebhookContract, StatusCodes.Status201Created);
    }

    public static Task<NewWebhook> Create(string actor, string study, string url, WebhookStore webhooks, TimeProvider time)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
        return webhooks.Add(id, study, url, new AuditEvent(actor, "webhook_added", id, study, new Dictionary<string, string> { ["host"] = new Uri(url).Host }));
    }

    static async Task<IResult> Remove(HttpContext http, string study, string id, WebhookStore webhooks)
    {
        if (Known(http, study, id, webhooks) is not { } known) return Problem.NotFound;
        await webhooks.Remove(study, id, new AuditEvent(http.Actor().Name, "webhook_removed", id, study));
        return ApiJson.Ok(known, ApiJson.Default.WebhookContract);
    }

    static async Task<IResult> Test(HttpContext http, string study, string id, WebhookStore webhooks, NoticeStore notices, TimeProvider time)
    {
        if (Known(http, study, id, webhooks) is null) return Problem.NotFound;
        await notices.Test(study, id, "test " + Guid.CreateVersion7(time.GetUtcNow()).ToString("D"), new AuditEvent(http.Actor().Name, "webhook_tested", id, study));
        return ApiJson.Ok(Known(http, study, id, webhooks)!, ApiJson.Default.WebhookContract, StatusCodes.Status202Accepted);
    }

    static WebhookContract? Known(HttpContext http, string study, string id, WebhookStore webhooks) =>
        webhooks.All(http.Actor(), study).Where(w => w.Id == id).Select(WebhookContract.Of).FirstOrDefault();

    static string? Url(byte[] body)
    {
        try { return System.Text.Json.JsonSerializer.Deserialize(body, ApiJson.Default.WebhookRequest)?.Url; }
        catch (System.Text.Json.JsonException) { return null; }
    }
}
