using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Datasets;

/// <summary>A study's dataset over HTTP: whole as a zip, or one grain as CSV.</summary>
static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/dataset.zip", (HttpContext http, string study, DatasetWriter writer, HostSettings settings) =>
            Send(settings, file => writer.WriteZip(http.Actor(), study, file), "application/zip", $"{study}.zip")).RequireScope(Scopes.ReadData)
            .WithSummary("The whole dataset: a CSV for each grain, their schema, a codebook and scripts that open them.").Produces<byte[]>(200, "application/zip").Refuses(401, 403, 404);
        api.MapGet("studies/{study}/dataset/{grain}.csv", (HttpContext http, string study, string grain, DatasetWriter writer, HostSettings settings) =>
            Send(settings, file => writer.WriteTable(http.Actor(), study, grain, file), "text/csv; charset=utf-8", $"{study}-{grain}.csv")).RequireScope(Scopes.ReadData)
            .WithSummary("One table of the dataset: participants, sessions, assessments, items or scores.").Produces<string>(200, "text/csv").Refuses(401, 403, 404);
    }

    /// <summary>The whole dataset for a page; null when there is no such study.</summary>
    public static IResult? Zip(Actor actor, string study, DatasetWriter writer, HostSettings settings) =>
        File(settings, file => writer.WriteZip(actor, study, file), "application/zip", $"{study}.zip");

    static IResult Send(HostSettings settings, Func<Stream, bool> write, string mediaType, string name) => File(settings, write, mediaType, name) ?? Problem.NotFound;

    /// <summary>
    /// Writes to a file first and sends that. Writing straight to the client was the other choice: a slow one would then keep a snapshot
    /// of the database open, so that its log could not shrink, and a failure half way would look like a short but good download.
    /// </summary>
    /// <remarks>The file lies beside the database, since it holds what the database holds, and is deleted when it was sent.</remarks>
    static IResult? File(HostSettings settings, Func<Stream, bool> write, string mediaType, string name)
    {
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
            file.Position = 0;
            return Results.File(file, mediaType, name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
