using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Domain;

namespace Outcomes.Api.Sealing;

/// <summary>What the scripts of pages that seal send, and what they are answered.</summary>
static class SealingBody
{
    public const int MostBytes = 256 * 1024;

    static readonly Fault WrongShape = new("", "wrong_shape", "This is not what the page sends: a field is missing, unknown, or of another kind. Load the page anew and try again.");

    /// <summary>Hands on what was sent, or says that it has another shape.</summary>
    /// <remarks>Why JSON did not fit is not repeated: the reason may quote what was sent.</remarks>
    public static async Task<IResult> With<T>(HttpContext http, JsonTypeInfo<T> type, Func<T, Task<IResult>> answer) where T : class
    {
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        T? body;
        try { body = await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted); }
        catch (JsonException) { body = null; }
        catch (BadHttpRequestException fault) { return Problem.OfStatus(fault.StatusCode); }
        return body is null ? Problem.Refused([WrongShape]) : await answer(body);
    }

    public static IResult Answer(Fault? fault, string id) => fault is null ? Results.Json(new DoneContract(id), SealingJson.Default.DoneContract) : Problem.Refused([fault]);
}
