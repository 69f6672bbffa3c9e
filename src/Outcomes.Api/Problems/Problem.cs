using Outcomes.Domain;

namespace Outcomes.Api.Problems;

/// <summary>What was wrong with a request (RFC 9457, application/problem+json).</summary>
/// <param name="Code">Stable, for programs, where the whole request is meant and not a field of it.</param>
/// <param name="FaultCount">How many faults were found; at most the first thousand are listed.</param>
public sealed record ProblemContract(string Type, string Title, int Status, string? Detail = null, long? FaultCount = null, IReadOnlyList<Fault>? Faults = null, string? Code = null);

static class Problem
{
    const string MediaTypeName = "application/problem+json";

    public static IResult NotFound => Of(404, "There is nothing here, or it is not yours.");

    public static IResult MediaType(string expected) => Of(415, "This content type is not read here.", $"Send {expected}, in UTF-8.");

    public static IResult NoKey => Of(401, "A key is needed.", "Send a valid one as 'Authorization: Bearer ok_...'; 'outcomes key' makes one.");

    public static IResult WrongScope(string scope) => Of(403, "The key does not allow this.", $"It needs the scope {scope}.");

    /// <summary>Everything that is wrong with what was sent: 400 where it could not be read, 409 where stored content differs, else 422.</summary>
    public static IResult Refused(IReadOnlyList<Fault> faults, long? total = null)
    {
        var status = faults.Any(f => f.Code is "not_json" or "not_csv") ? 400
            : faults.Any(f => f.Code is "content_differs" or "version_conflict" or "study_changed" or "plan_changed" or "plan_locked") ? 409 : 422;
        var title = status switch
        {
            400 => "What was sent could not be read.",
            409 => "What is stored has other content.",
            _ => "What was sent has faults.",
        };
        return Write(new ProblemContract(Type(status), title, status, "Nothing was changed. Each fault is listed with its field and reason.", total ?? faults.Count, faults));
    }

    public static IResult Of(int status, string title, string? detail = null) => Write(new ProblemContract(Type(status), title, status, detail));

    /// <param name="seconds">To wait.</param>
    public static IResult TooMany(int seconds) => Write(new ProblemContract("about:blank", "This key has asked too often.", 429,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Wait {seconds} seconds, as Retry-After says, then send it again. Larger batches need fewer requests."), Code: "too_many_requests"));

    static IResult TooLarge => Write(new ProblemContract("about:blank", "What was sent is too large.", 413, "Send it in several smaller requests; a batch may have 100 MB and a definition 4 MB.", Code: "too_large"));

    /// <summary>For a status that nobody explained: a wrong method, a route that is not there, a body too large.</summary>
    public static IResult OfStatus(int status) => status == 413 ? TooLarge : Of(status, status switch
    {
        404 => "There is nothing here.",
        405 => "This address does not take that method.",
        415 => "This content type is not read here.",
        503 => "The system is busy; try again in a moment.",
        >= 500 => "Something went wrong on our side. Nothing was changed.",
        _ => "The request cannot be answered.",
    });

    /// <summary>Anchors in the documentation of the API.</summary>
    static string Type(int status) => status == 422 || status == 409 || status == 400 ? $"/api/v1/openapi.json#problem-{status}" : "about:blank";

    /// <summary>Tells the API's description which problems an endpoint may answer with.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses) endpoint.Produces<ProblemContract>(status, MediaTypeName);
        return endpoint;
    }

    static IResult Write(ProblemContract problem) =>
        Results.Json(problem, ApiJson.Default.ProblemContract, MediaTypeName, problem.Status);
}
