using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Datasets;
using Outcomes.Data;
using Outcomes.Domain.Access;
using Xunit;

namespace Outcomes.Api.Tests.Datasets;

/// <summary>The heap is the whole process's, so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(DatasetMemoryTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(DatasetMemoryTests))]
public sealed class DatasetMemoryTests
{
    const int Assessments = 30_000;

    [Fact]
    public async Task Three_hundred_thousand_item_rows_take_hardly_more_memory_than_none()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(SmallStudy.Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", SmallStudy.Json(SmallStudy.Participant("S1-001")))).EnsureSuccessStatusCode();
        (await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")))).EnsureSuccessStatusCode();
        Multiply(Path.Combine(host.DataDirectory, Database.FileName));
        var live = new LiveMemory();
        var folder = Directory.CreateTempSubdirectory("outcomes-large-").FullName;
        Assert.True(host.Services.GetRequiredService<DatasetWriter>().WriteDirectory(Actor.OnThisMachine("test"), SmallStudy.Id, folder, written: live));
        Assert.Equal(Assessments * 10 + 1, File.ReadLines(Path.Combine(folder, "data", "items.csv")).Count());
        Directory.Delete(folder, recursive: true);
        // Tried with buffered queries: 30,000 assessments alone, held at once, are 20 MB.
        Assert.True(live.Megabytes.Count > 30);
        Assert.True(live.Megabytes.Max() < 5, string.Join(' ', live.Megabytes));
    }

    /// <summary>Copies the one assessment, each time for a participant of its own, past the API: taking them in is not what is tested.</summary>
    static void Multiply(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Assessments - 1}) SELECT i FROM n;
            INSERT INTO participant SELECT printf('00000000-0000-7000-8000-%012d', i), study_id, printf('P-%05d', i), school, arm, language, enrolled_on,
                content_hash, receipt_id, received_utc FROM participant, n;
            INSERT INTO assessment SELECT printf('00000000-0000-7000-9000-%012d', i), study_id, printf('00000000-0000-7000-8000-%012d', i), instrument,
                instrument_version, timepoint, session_id, completed_utc, language, mode, answers, content_hash, receipt_id, received_utc FROM assessment, n;
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>How much more is in use than before, each time that rows were written.</summary>
    sealed class LiveMemory : IProgress<long>
    {
        readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

        public List<double> Megabytes { get; } = [];

        public void Report(long value) => Megabytes.Add((GC.GetTotalMemory(forceFullCollection: true) - _before) / 1e6);
    }
}
