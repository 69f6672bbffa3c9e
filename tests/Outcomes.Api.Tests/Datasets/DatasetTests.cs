using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Datasets;
using Outcomes.Api.Synthetic;
using Outcomes.Domain.Access;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Synthetic;
using Xunit;

namespace Outcomes.Api.Tests.Datasets;

/// <summary>A synthetic study, taken in over HTTP from the files that the generator writes, and given out again.</summary>
public sealed class SyntheticStudyInHost : IAsyncLifetime
{
    public const string Study = "tele-music";

    public RunningHost Host { get; private set; } = null!;
    public SyntheticStudy Sent { get; } = SyntheticStudy.Create(
        new() { Seed = 11, SchoolsPerDistrict = 3, StudentsPerSchool = 16, Weeks = 3, FollowUpWeek = 8 }, InstrumentCatalogue.BuiltIn.All);
    public string Folder { get; } = Directory.CreateTempSubdirectory("outcomes-dataset-").FullName;

    public async ValueTask InitializeAsync()
    {
        Host = await RunningHost.Start();
        var files = Path.Combine(Folder, "files");
        await SyntheticFiles.Write(Sent, files);
        await Send(HttpMethod.Put, "", Path.Combine(files, "study.json"), "application/json");
        foreach (var noun in new[] { "participants", "consents", "sessions", "assessments" })
            await Send(HttpMethod.Post, $"/{noun}", Path.Combine(files, $"{noun}.ndjson"), "application/x-ndjson");
        Assert.True(Host.Services.GetRequiredService<DatasetWriter>().WriteDirectory(Actor.OnThisMachine("test"), Study, Dataset));
    }

    public string Dataset => Path.Combine(Folder, "dataset");

    async Task Send(HttpMethod method, string path, string file, string mediaType)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/studies/{Study}{path}") { Content = new StreamContent(File.OpenRead(file)) };
        request.Content.Headers.ContentType = new(mediaType);
        using var answer = await Host.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

public sealed class DatasetTests(SyntheticStudyInHost fixture) : IClassFixture<SyntheticStudyInHost>
{
    List<string[]> Rows(string table) => PackageValidator.Csv(File.ReadAllText(Path.Combine(fixture.Dataset, "data", $"{table}.csv")));

    [Fact]
    public void Every_cell_keeps_to_the_schema_and_every_key_to_its_table() => Assert.Empty(PackageValidator.Problems(fixture.Dataset));

    [Theory]
    [InlineData("participants", 1, "'S01-001'")]
    [InlineData("items", 6, "7000")]
    [InlineData("scores", 4, "pss-10 ")]
    public void The_check_itself_sees_one_changed_cell(string table, int column, string other)
    {
        var copy = Path.Combine(fixture.Folder, $"changed-{table}");
        Directory.CreateDirectory(Path.Combine(copy, "data"));
        foreach (var file in Directory.GetFiles(fixture.Dataset, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(copy, Path.GetRelativePath(fixture.Dataset, file)), true);
        var path = Path.Combine(copy, "data", $"{table}.csv");
        var lines = File.ReadAllText(path).Split("\r\n");
        var cells = lines[1].Split(',');
        cells[column] = other;
        lines[1] = string.Join(',', cells);
        File.WriteAllText(path, string.Join("\r\n", lines));
        Assert.Contains(PackageValidator.Problems(copy), p => p.StartsWith($"{table}.", StringComparison.Ordinal) && p.EndsWith($"'{other}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_was_sent_is_there_once_and_the_two_ways_of_not_answering_are_apart()
    {
        var sent = fixture.Sent.Assessments.ToDictionary(a => a.Id.ToString());
        var items = Rows("items").Skip(1).ToDictionary(r => (r[0], r[5]), r => r[6]);
        Assert.Equal(sent.Values.Sum(a => InstrumentCatalogue.BuiltIn.Find(a.Instrument, a.Version)!.Items.Count), items.Count);
        Assert.All(items, row => Assert.Equal(
            sent[row.Key.Item1].Answers.TryGetValue(row.Key.Item2, out var answer) ? AnswerText.Write(answer) : "", row.Value));
        Assert.Contains("prefer_not_to_answer", items.Values);
        Assert.Contains("", items.Values);
        Assert.Equal(fixture.Sent.Participants.Select(p => p.Pseudonym).Order(StringComparer.Ordinal), Rows("participants").Skip(1).Select(r => r[0]));
        Assert.Equal(fixture.Sent.Sessions.Sum(s => s.Attendees.Count), Rows("attendance").Count - 1);
        Assert.Equal(fixture.Sent.Sessions.Select(s => s.Id.ToString()).Order(StringComparer.Ordinal), Rows("sessions").Skip(1).Select(r => r[0]));
    }

    [Fact]
    public void Scores_are_those_of_the_answers_with_the_hash_of_the_definition_that_made_them()
    {
        var sent = fixture.Sent.Assessments.ToDictionary(a => a.Id.ToString());
        Assert.All(Rows("scores").Skip(1), row =>
        {
            var instrument = InstrumentCatalogue.BuiltIn.Find(row[4], row[5])!;
            var score = Scoring.Score(instrument, sent[row[0]].Answers).Single(s => s.Scale == row[6]);
            Assert.Equal(score.Value is { } value ? AnswerText.Write(Answer.Of(value)) : "", row[7]);
            Assert.Equal(instrument.Hash, row[12]);
        });
    }

    [Fact]
    public async Task The_zip_holds_the_same_files_and_is_the_same_bytes_each_time()
    {
        var first = await fixture.Host.Client.GetByteArrayAsync($"api/v1/studies/{SyntheticStudyInHost.Study}/dataset.zip");
        var second = await fixture.Host.Client.GetByteArrayAsync($"api/v1/studies/{SyntheticStudyInHost.Study}/dataset.zip");
        Assert.Equal(first, second);
        using var zip = new ZipArchive(new MemoryStream(first));
        var expected = Directory.GetFiles(fixture.Dataset, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(fixture.Dataset, f)).Order(StringComparer.Ordinal);
        Assert.Equal(expected, zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(content);
            Assert.Equal(File.ReadAllBytes(Path.Combine(fixture.Dataset, entry.FullName)), content.ToArray());
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Host.DataDirectory, "datasets")));
    }

    [Fact]
    public async Task One_grain_comes_as_CSV_and_a_grain_that_is_not_there_as_404()
    {
        using var answer = await fixture.Host.Client.GetAsync($"api/v1/studies/{SyntheticStudyInHost.Study}/dataset/scores.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(File.ReadAllBytes(Path.Combine(fixture.Dataset, "data/scores.csv")), await answer.Content.ReadAsByteArrayAsync());
        using var missing = await fixture.Host.Client.GetAsync($"api/v1/studies/{SyntheticStudyInHost.Study}/dataset/names.csv");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("data:read", "another", HttpStatusCode.NotFound)]
    [InlineData("results:read", null, HttpStatusCode.Forbidden)]
    public async Task A_key_of_another_study_finds_nothing_and_a_key_for_results_gets_no_rows(string scope, string? study, HttpStatusCode status)
    {
        using var client = await fixture.Host.ClientWith([scope], study);
        foreach (var path in new[] { "dataset.zip", "dataset/items.csv" })
            Assert.Equal(status, (await client.GetAsync($"api/v1/studies/{SyntheticStudyInHost.Study}/{path}")).StatusCode);
    }

    [Fact]
    public void The_package_says_synthetic_and_what_an_empty_cell_means_and_where_it_comes_from()
    {
        var package = JsonNode.Parse(File.ReadAllText(Path.Combine(fixture.Dataset, "datapackage.json")))!;
        Assert.True((bool)package["synthetic"]!);
        Assert.StartsWith("SYNTHETIC", (string)package["title"]!, StringComparison.Ordinal);
        Assert.StartsWith("# SYNTHETIC", File.ReadAllText(Path.Combine(fixture.Dataset, "README.md")), StringComparison.Ordinal);
        var value = package["resources"]!.AsArray().Single(r => (string)r!["name"]! == "items")!["schema"]!["fields"]!.AsArray().Single(f => (string)f!["name"]! == "value")!;
        Assert.Equal([("", "not reached"), ("prefer_not_to_answer", "preferred not to answer")],
            value["missingValues"]!.AsArray().Select(m => ((string)m!["value"]!, (string)m["label"]!)));
        Assert.NotEmpty(package["sources"]!.AsArray());
        Assert.NotEmpty(package["licenses"]!.AsArray());
    }

    [Fact]
    public void The_codebook_has_every_column_and_item_and_scale_and_no_wording_but_our_own()
    {
        var rows = PackageValidator.Csv(File.ReadAllText(Path.Combine(fixture.Dataset, "codebook.csv")));
        var lines = rows.Skip(1).Select(r => (Table: r[0], Variable: r[1], Instrument: r[2], Part: r[4], What: r[5], Hash: r[15])).ToList();
        foreach (var table in new[] { "participants", "sessions", "attendance", "assessments", "items", "scores" })
            Assert.Equal(Rows(table)[0], lines.Where(l => l.Table == table && l.Instrument.Length == 0).Select(l => l.Variable));
        foreach (var id in new[] { "pss-10", "erq-ca", "who-5", "session-check-in" })
        {
            var instrument = InstrumentCatalogue.BuiltIn.Find(id, "1.0")!;
            Assert.Equal(instrument.Items.Select(i => i.Id), lines.Where(l => l.Instrument == id && l.Table == "items").Select(l => l.Part));
            Assert.Equal(instrument.Scales.Select(s => s.Id), lines.Where(l => l.Instrument == id && l.Table == "scores").Select(l => l.Part));
            Assert.All(lines.Where(l => l.Instrument == id), l => Assert.Equal(instrument.Hash, l.Hash));
        }
        Assert.DoesNotContain('?', string.Concat(lines.Where(l => l.Instrument != "session-check-in").Select(l => l.What)));
        Assert.Contains(lines, l => l.What == "Right now, how stressed do you feel?");
    }

    [Fact]
    public async Task Text_that_a_spreadsheet_would_run_is_disarmed_and_HTML_is_escaped()
    {
        await using var host = await RunningHost.Start();
        var instrument = JsonNode.Parse(Encoding.UTF8.GetString(await host.Client.GetByteArrayAsync("api/v1/instruments/pss-10/1.0")))!.AsObject();
        instrument["version"] = "9.0";
        instrument["items"]![0]!["label"] = "=HYPERLINK(\"x\")<script>";
        (await host.Client.PutAsync("api/v1/instruments/pss-10/9.0", SmallStudy.Text(instrument.ToJsonString(), "application/json"))).EnsureSuccessStatusCode();
        var study = SmallStudy.Definition();
        study["instruments"]![0]!["version"] = "9.0";
        (await host.PutStudy(study)).EnsureSuccessStatusCode();
        var folder = Path.Combine(fixture.Folder, "formula");
        Assert.True(host.Services.GetRequiredService<DatasetWriter>().WriteDirectory(Actor.OnThisMachine("test"), SmallStudy.Id, folder));
        Assert.Contains(PackageValidator.Csv(File.ReadAllText(Path.Combine(folder, "codebook.csv"))), r => r[5] == "'=HYPERLINK(\"x\")<script>");
        Assert.DoesNotContain("<script", File.ReadAllText(Path.Combine(folder, "codebook.html")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_study_without_data_gives_headers_alone_and_keeps_to_its_schema()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(SmallStudy.Definition())).EnsureSuccessStatusCode();
        var folder = Path.Combine(fixture.Folder, "empty");
        Assert.True(host.Services.GetRequiredService<DatasetWriter>().WriteDirectory(Actor.OnThisMachine("test"), SmallStudy.Id, folder));
        Assert.Empty(PackageValidator.Problems(folder));
        Assert.All(Directory.GetFiles(Path.Combine(folder, "data")), file => Assert.Single(File.ReadAllLines(file)));
        Assert.False(host.Services.GetRequiredService<DatasetWriter>().WriteDirectory(Actor.OnThisMachine("test"), "nothing", folder));
    }
}
