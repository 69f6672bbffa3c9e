using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Audit;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Datasets;

/// <summary>A study's dataset over HTTP: whole as a zip, or one grain as CSV.</summary>
static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/dataset.zip", async (HttpContext http, string study, DatasetWriter writer) =>
            await Zip(http, http.Actor(), study, writer) ?? Problem.NotFound).RequireScope(Scopes.ReadData)
            .WithSummary("The whole dataset: a CSV for each grain, their schema, a codebook and scripts that open them.").Produces<byte[]>(200, "application/zip").Refuses(401, 403, 404);
        api.MapGet("studies/{study}/dataset/{grain}.csv", async (HttpContext http, string study, string grain, DatasetWriter writer) =>
            await File(http, http.Actor(), study, grain, file => writer.WriteTable(http.Actor(), study, grain, file), "text/csv; charset=utf-8", $"{study}-{grain}.csv") ?? Problem.NotFound).RequireScope(Scopes.ReadData)
            .WithSummary("One table of the dataset: participants, sessions, assessments, items or scores.").Produces<string>(200, "text/csv").Refuses(401, 403, 404);
    }

    /// <summary>The whole dataset; null when there is no such study.</summary>
    public static Task<IResult?> Zip(HttpContext http, Actor actor, string study, DatasetWriter writer) =>
        File(http, actor, study, "all", file => writer.WriteZip(actor, study, file), "application/zip", $"{study}.zip");

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
