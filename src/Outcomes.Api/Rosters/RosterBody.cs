using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Domain;
using Outcomes.Domain.Rosters;

namespace Outcomes.Api.Rosters;

/// <summary>What the roster's scripts send, and what they are answered.</summary>
static class RosterBody
{
    /// <summary>A whole roster of 5,000 entries at 830 bytes each, and a hundred copies of the key.</summary>
    public const int MostBytes = 6 * 1024 * 1024;

    static readonly string[] Conflicts = [.. new[] { RosterRules.KeyChanged, RosterRules.KeyExists, RosterRules.EntryChanged, RosterRules.EntryGone, RosterRules.RosterChanged }.Select(f => f.Code)];

    /// <summary>Hands on what was sent, or says what is wrong with it.</summary>
    /// <remarks>Why JSON did not fit is not repeated: the reason may quote what was sent.</remarks>
    public static async Task<IResult> With<T>(HttpContext http, JsonTypeInfo<T> type, Func<T, Task<IResult>> answer) where T : class
    {
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        T? body;
        try { body = await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted); }
        catch (JsonException) { body = null; }
        catch (BadHttpRequestException fault) { return Problem.OfStatus(fault.StatusCode); }
        return body is null ? Refused(new Fault("", "wrong_shape", "This is not what the page sends: a field is missing, unknown, or of another kind. Load the page anew and try again.")) : await answer(body);
    }

    public static IResult Done => Results.Json(new DoneContract(), RosterJson.Default.DoneContract);

    public static IResult Of(Fault? fault, RosterEntry? stored = null) => fault is null ? Done : Refused([fault], stored);

    public static IResult Refused(params IReadOnlyList<Fault> faults) => Refused(faults, null);

    static IResult Refused(IReadOnlyList<Fault> faults, RosterEntry? stored)
    {
        var status = faults.Any(f => Conflicts.Contains(f.Code)) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return Results.Json(new RosterProblemContract("about:blank", "Nothing was stored.", status, faults, stored is null ? null : RosterEntryContract.Of(stored)),
            RosterJson.Default.RosterProblemContract, "application/problem+json", status);
    }
}
