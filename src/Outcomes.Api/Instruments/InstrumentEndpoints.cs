using Outcomes.Api.Access;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Api.Studies;
using Outcomes.Data.Instruments;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Instruments;

public sealed record InstrumentContract(string Id, string Version, string Hash);

/// <summary>Instruments as data: those built in, and those that a study brings.</summary>
static class InstrumentEndpoints
{
    public static void MapInstruments(this IEndpointRouteBuilder api)
    {
        api.MapPut("instruments/{id}/{version}", Put).RequireScope(Scopes.WriteStudies).WithSummary("Store an instrument's definition.")
            .Accepts<System.Text.Json.JsonElement>(BatchFormats.Json).Produces<ImportContract>(StatusCodes.Status201Created).Produces<ImportContract>().Refuses(400, 401, 403, 409, 415, 422);
        api.MapGet("instruments", (InstrumentStore instruments) =>
            ApiJson.Ok([.. instruments.All().Select(i => new InstrumentContract(i.Id, i.Version, i.Hash))], ApiJson.Default.IReadOnlyListInstrumentContract)).RequireScope(Scopes.ReadResults)
            .WithSummary("Every instrument and version.").Produces<IReadOnlyList<InstrumentContract>>().Refuses(401, 403);
        api.MapGet("instruments/{id}/{version}", (string id, string version, InstrumentStore instruments) =>
            instruments.FindJson(id, version) is { } json ? Results.Text(json, BatchFormats.Json) : Problem.NotFound).RequireScope(Scopes.ReadResults)
            .WithSummary("An instrument's definition.").Produces<System.Text.Json.JsonElement>().Refuses(401, 403, 404);
    }

    static async Task<IResult> Put(HttpContext http, string id, string version, InstrumentStore instruments)
    {
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        var body = await DefinitionBody.Read(http);
        var read = InstrumentReader.Read(body);
        if (read.Value is not { } definition) return Problem.Refused(read.Faults);
        if (definition.Id != id) return Problem.Refused([new Fault("id", "differs", "The id is not that of the address.")]);
        if (definition.Version != version) return Problem.Refused([new Fault("version", "differs", "The version is not that of the address.")]);
        var audit = new AuditEvent(http.Actor().Name, "instrument_registered", $"{id} {version}", null, new Dictionary<string, string> { ["hash"] = definition.Hash });
        return DefinitionBody.Answer(await instruments.Register(definition, DefinitionBody.Canonical(body), audit), new ImportContract(id, version, definition.Hash));
    }
}
