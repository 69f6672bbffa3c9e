using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Batches;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Batches;

/// <summary>Checks the rows by the rules of their noun and records them.</summary>
delegate Task<BatchAnswer> RecordBatch<T>(HttpContext http, StudyLookup study, BatchHeader header, IEnumerable<SentRow<T>> rows) where T : class;

/// <summary><c>POST /api/v1/studies/{study}/NOUN</c>: a batch in, a receipt out, the same for each noun.</summary>
static class BatchEndpoints
{
    /// <typeparam name="T">The row in the domain.</typeparam>
    /// <typeparam name="TContract">The row on the wire, for the API's description.</typeparam>
    public static RouteHandlerBuilder MapBatch<T, TContract>(this IEndpointRouteBuilder api, string noun, BatchShape<T> shape, RecordBatch<T> record, string scope = Scopes.WriteData) where T : class =>
        api.MapPost($"studies/{{study}}/{noun}", (HttpContext http, string study) => Post(http, study, shape, record))
            .RequireScope(scope)
            .WithSummary($"Record {noun}, all or none of them.")
            .WithDescription("A list of rows or one row as JSON, a row a line as NDJSON, or CSV with a header. 201: stored, with a receipt. 200: sent before, with the first receipt.")
            .WithMetadata(shape.Example)
            .Accepts<IReadOnlyList<TContract>>(BatchFormats.Json, BatchFormats.NdJson, BatchFormats.Csv)
            .Produces<BatchContract>(StatusCodes.Status201Created).Produces<BatchContract>()
            .Refuses(400, 401, 403, 404, 409, 413, 415, 422);

    static async Task<IResult> Post<T>(HttpContext http, string id, BatchShape<T> shape, RecordBatch<T> record) where T : class
    {
        var studies = http.RequestServices.GetRequiredService<StudyStore>();
        if (studies.Lookup(http.Actor(), id) is not { } study) return Problem.NotFound;
        if (BatchFormats.Of(http.Request.ContentType) is not { } format)
            return Problem.MediaType($"{BatchFormats.Json}, {BatchFormats.NdJson} or {BatchFormats.Csv}");
        await TakeIn(http);
        for (var attempt = 1; ; attempt++)
        {
            http.Request.Body.Position = 0;
            var answer = await record(http, study, Header(http, study.Study, shape.Kind), BatchRows.Read(http.Request.Body, format, shape));
            if (attempt == 3 || answer.Faults.Kept is not [{ Code: BatchHeader.StudyChanged }]) return Answer(study.Study.Id, shape.Kind, answer);
            study = studies.Lookup(http.Actor(), id)!;
        }
    }

    /// <summary>Waits for the whole body, in memory or a temporary file: a slow sender then holds nobody up but itself.</summary>
    static async Task TakeIn(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = BatchLimits.BodyBytes;
        http.Request.EnableBuffering(BatchLimits.InMemoryBytes);
        await http.Request.Body.DrainAsync(http.RequestAborted);
    }

    static BatchHeader Header(HttpContext http, StudyDefinition study, BatchKind kind)
    {
        var receipt = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var audit = new AuditEvent(http.Actor().Name, $"{EnumNames<BatchKind>.Of(kind)}_recorded", receipt.ToString("D"), study.Id);
        return new BatchHeader(study.Id, study.Hash, kind, receipt, audit, Large: http.Request.Body.Length > BatchLimits.InMemoryBytes) { Schools = http.Actor().Schools };
    }

    public static IResult Answer(string study, BatchKind kind, BatchAnswer answer)
    {
        if (answer.Faults.Total > 0) return Problem.Refused(answer.Faults.Kept, answer.Faults.Total);
        var receipts = answer.Receipts.Select(r => new ReceiptContract(r.Id, r.Rows, r.ReceivedUtc)).ToList();
        return ApiJson.Ok(new BatchContract(study, kind, receipts), ApiJson.Default.BatchContract, answer.New ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
