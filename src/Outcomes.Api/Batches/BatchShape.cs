using Outcomes.Domain.Batches;

namespace Outcomes.Api.Batches;

/// <summary>What the rows of one noun look like, in all three formats.</summary>
/// <param name="Columns">The columns of its CSV header.</param>
/// <param name="Items">Whether columns <c>item_ID</c> may follow.</param>
/// <param name="Read">A row from its fields.</param>
/// <param name="Example">The same row in all formats.</param>
sealed record BatchShape<T>(BatchKind Kind, IReadOnlyList<string> Columns, bool Items, Func<Fields, T> Read, BatchExample Example) where T : class;

/// <summary>One row for the API's description; a test sends it.</summary>
/// <param name="Json">A JSON object on one line.</param>
/// <param name="Csv">A header and a line.</param>
sealed record BatchExample(string Json, string Csv);

enum BatchFormat { Json, NdJson, Csv }

static class BatchFormats
{
    public const string Json = "application/json", NdJson = "application/x-ndjson", Csv = "text/csv";

    /// <summary>Null when we do not read this type, or it is in another encoding than UTF-8.</summary>
    public static BatchFormat? Of(string? contentType)
    {
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)) return null;
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return null;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            Json => BatchFormat.Json,
            NdJson or "application/ndjson" or "application/jsonl" => BatchFormat.NdJson,
            Csv => BatchFormat.Csv,
            _ => null,
        };
    }
}
