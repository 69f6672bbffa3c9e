using System.Text.Json;
using Outcomes.Api.Access;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Studies;

/// <summary>Studies as files, their versions, and what changed between two.</summary>
static class StudyEndpoints
{
    public static void MapStudies(this IEndpointRouteBuilder api)
    {
        api.MapPut("studies/{study}", Put).RequireScope(Scopes.WriteStudies).WithSummary("Store a version of a study's file.")
            .Accepts<JsonElement>(BatchFormats.Json).Produces<ImportContract>(StatusCodes.Status201Created).Produces<ImportContract>().Refuses(400, 401, 403, 409, 415, 422);
        api.MapGet("studies", (HttpContext http, StudyStore studies) =>
            ApiJson.Ok([.. studies.All(http.Actor()).Select(s => StudyContract.Of(s, whole: false))], ApiJson.Default.IReadOnlyListStudyContract)).RequireScope(Scopes.ReadResults)
            .WithSummary("The current version of each study.").Produces<IReadOnlyList<StudyContract>>().Refuses(401, 403);
        api.MapGet("studies/{study}", Get).RequireScope(Scopes.ReadResults)
            .WithSummary("A study with its file: the current version, or the one asked for.").Produces<StudyContract>().Refuses(401, 403, 404);
        api.MapGet("studies/{study}/versions", Versions).RequireScope(Scopes.ReadResults)
            .WithSummary("Every version of a study.").Produces<IReadOnlyList<StudyVersionContract>>().Refuses(401, 403, 404);
        api.MapGet("studies/{study}/changes", Changes).RequireScope(Scopes.ReadResults)
            .WithSummary("What changed between two versions.").Produces<StudyChangesContract>().Refuses(401, 403, 404, 422);
    }

    static async Task<IResult> Put(HttpContext http, string study, StudyStore studies, InstrumentStore instruments)
    {
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        var body = await DefinitionBody.Read(http);
        var read = StudyReader.Read(body, instruments.Find);
        if (read.Value is not { } definition) return Problem.Refused(read.Faults);
        if (definition.Id != study) return Problem.Refused([new Fault("id", "differs", "The id is not that of the address.")]);
        var audit = new AuditEvent(http.Actor().Name, "study_imported", $"{definition.Id} {definition.Version}", definition.Id,
            new Dictionary<string, string> { ["hash"] = definition.Hash });
        var import = await studies.ImportStudy(definition, DefinitionBody.Canonical(body), audit);
        return DefinitionBody.Answer(import, new ImportContract(definition.Id, definition.Version, definition.Hash));
    }

    static IResult Get(HttpContext http, string study, StudyStore studies, string? version) =>
        (version is null ? studies.Find(http.Actor(), study) : studies.Find(http.Actor(), study, version)) is { } stored
            ? ApiJson.Ok(StudyContract.Of(stored, whole: true), ApiJson.Default.StudyContract)
            : Problem.NotFound;

    static IResult Versions(HttpContext http, string study, StudyStore studies) =>
        studies.Versions(http.Actor(), study) is { Count: > 0 } versions
            ? ApiJson.Ok([.. versions.Select(v => new StudyVersionContract(v.Version, v.Hash, v.ImportedUtc, v.IsCurrent))], ApiJson.Default.IReadOnlyListStudyVersionContract)
            : Problem.NotFound;

    static IResult Changes(HttpContext http, string study, StudyStore studies, string? from, string? to)
    {
        if (from is null || to is null)
            return Problem.Refused([new Fault(from is null ? "from" : "to", "missing_field", "Two versions are needed: ?from=1.0&to=1.1.")]);
        if (studies.Find(http.Actor(), study, from) is not { } old || studies.Find(http.Actor(), study, to) is not { } young) return Problem.NotFound;
        var changes = StudyChanges.Between(JsonElement.Parse(old.Definition), JsonElement.Parse(young.Definition));
        return ApiJson.Ok(new StudyChangesContract(study, from, to, changes), ApiJson.Default.StudyChangesContract);
    }
}
