using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Outcomes.Api.Problems;
using Outcomes.Data;
using Outcomes.Domain;

namespace Outcomes.Api.Studies;

/// <summary>A definition sent as a file, of a study or an instrument.</summary>
static class DefinitionBody
{
    const int MostBytes = 4 * 1024 * 1024;

    public static async Task<byte[]> Read(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var bytes = buffer.ToArray();
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }

    /// <summary>The form that is stored and hashed.</summary>
    public static string Canonical(byte[] body) => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonElement.Parse(body)));

    public static IResult Answer(Import import, ImportContract what) => import.Outcome switch
    {
        ImportOutcome.New => ApiJson.Ok(what, ApiJson.Default.ImportContract, StatusCodes.Status201Created),
        ImportOutcome.Same => ApiJson.Ok(what, ApiJson.Default.ImportContract),
        _ => Problem.Refused(import.Faults),
    };
}
