using System.Text.Json.Nodes;
using Xunit;

namespace Outcomes.Api.Tests.CommandLine;

/// <summary>The README's first command, as a newcomer runs it.</summary>
public sealed class DemoTests : IDisposable
{
    static readonly string[] Expected = ["board.pdf", "board.html", "board.json", "researcher.pdf", "researcher.html", "researcher.json", "dataset/datapackage.json"];

    readonly string _out = Directory.CreateTempSubdirectory("outcomes-demo-").FullName;

    [Fact]
    public async Task The_demo_takes_two_studies_through_the_system_and_a_second_run_gives_the_same()
    {
        var first = await RunProgram.Outcomes("demo", "--no-serve", "--out", _out);
        Assert.True(first.ExitCode == 0, first.Output + first.Errors);
        Assert.Equal(2, first.Output.Split('\n').Count(line => line.Contains("was locked at", StringComparison.Ordinal)));
        foreach (var study in new[] { "state-anxiety", "tele-music" })
            Assert.Equal("locked", (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_out, study, "researcher.json")))!["result"]!["standing"]!["state"]!);
        foreach (var study in new[] { "state-anxiety", "tele-music" })
            Assert.All(Expected, file => Assert.True(new FileInfo(Path.Combine(_out, study, file)) is { Exists: true, Length: > 0 }, $"{study}/{file}"));
        var board = await File.ReadAllBytesAsync(Path.Combine(_out, "tele-music", "board.pdf"));

        var second = await RunProgram.Outcomes("demo", "--no-serve", "--out", _out);
        Assert.True(second.ExitCode == 0, second.Output + second.Errors);
        Assert.Equal(board, await File.ReadAllBytesAsync(Path.Combine(_out, "tele-music", "board.pdf")));
        Assert.Empty(first.Errors + second.Errors);
    }

    [Fact]
    public async Task The_board_of_the_demo_gives_no_count_below_ten_and_the_researcher_sees_all()
    {
        var ran = await RunProgram.Outcomes("demo", "--no-serve", "--out", _out);
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Errors);
        var board = await Categories("board");
        var researcher = await Categories("researcher");
        Assert.Equal("{\"absent\":\"small_group\"}", board["deteriorated"]!.ToJsonString());
        Assert.Equal(7, (int)researcher["deteriorated"]!);
        Assert.Equal(90, (int)researcher["unchanged"]!);
    }

    async Task<JsonNode> Categories(string audience) =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_out, "state-anxiety", $"{audience}.json")))!["result"]!["outcomes"]![0]!["groups"]![0]!["categories"]!;

    public void Dispose() => Directory.Delete(_out, recursive: true);
}
