using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Audit;
using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Datasets;

/// <summary>A study's dataset over HTTP: whole as a zip, or one grain as CSV.</summary>
static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/dataset.zip", async (HttpContext http, string study, string? purpose, DatasetWriter writer) =>
            await Zip(http, http.Actor(), study, purpose, writer) ?? Problem.NotFound).RequireScope(Scopes.ReadData)
            .WithSummary("The whole dataset: a CSV for each grain, their schema, a codebook and scripts that open them.")
            .WithDescription("It holds those who agreed to research; with purpose=reuse only those who agreed to reuse as well.").Produces<byte[]>(200, "application/zip").Refuses(401, 403, 404, 422);
        api.MapGet("studies/{study}/dataset/{grain}.csv", async (HttpContext http, string study, string grain, string? purpose, DatasetWriter writer) =>
            await Table(http, study, grain, purpose, writer) ?? Problem.NotFound).RequireScope(Scopes.ReadData)
            .WithSummary("One table of the dataset: participants, sessions, assessments, items or scores.").Produces<string>(200, "text/csv").Refuses(401, 403, 404, 422);
    }

    /// <summary>The whole dataset; null when there is no such study.</summary>
    public static async Task<IResult?> Zip(HttpContext http, Actor actor, string study, string? purpose, DatasetWriter writer)
    {
        var (use, faults) = Use(http, actor, study, purpose);
        return faults.Count > 0 ? Problem.Refused(faults) : await File(http, actor, study, Named("all", use), file => writer.WriteZip(actor, study, use, file), "application/zip", $"{Named(study, use)}.zip");
    }

    static async Task<IResult?> Table(HttpContext http, string study, string grain, string? purpose, DatasetWriter writer)
    {
        var (use, faults) = Use(http, http.Actor(), study, purpose);
        return faults.Count > 0 ? Problem.Refused(faults) : await File(http, http.Actor(), study, Named(grain, use),
            file => writer.WriteTable(http.Actor(), study, use, grain, file), "text/csv; charset=utf-8", $"{study}-{Named(grain, use)}.csv");
    }

    static string Named(string what, DataUse use) => use == DataUse.Reuse ? $"{what}-reuse" : what;

    static (DataUse Use, IReadOnlyList<Fault> Faults) Use(HttpContext http, Actor actor, string study, string? purpose) =>
        DatasetPurpose.Read(purpose, http.RequestServices.GetRequiredService<StudyStore>().Lookup(actor, study)?.Study);

    /// <summary>
    /// Writes to a file first and sends that. Writing straight to the client was the other choice: a slow one would then keep a snapshot
    /// of the database open, so that its log could not shrink, and a failure half way would look like a short but good download.
    /// </summary>
    /// <remarks>The file lies beside the database, since it holds what the database holds, and is deleted when it was sent.</remarks>
    static async Task<IResult?> File(HttpContext http, Actor actor, string study, string what, Func<Stream, bool> write, string mediaType, string name)
    {
        var settings = http.RequestServices.GetRequiredService<HostSettings>();
        var folder = Directory.CreateDirectory(Path.Combine(settings.DataDirectory, "datasets"));
        var file = new FileStream(Path.Combine(folder.FullName, Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            if (!write(file))
            {
                file.Dispose();
                return null;
            }
            await http.RequestServices.GetRequiredService<AuditTrail>().Record(Exported(actor, study, what));
            file.Position = 0;
            return Results.File(file, mediaType, name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Who took data on persons out of the system; it is on disk before they leave.</summary>
    public static AuditEvent Exported(Actor actor, string study, string what) => new(actor.Name, "dataset_exported", what, study);
}
