using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data;
using Xunit;
using static Outcomes.Api.Tests.Reports.PrintedStudy;

namespace Outcomes.Api.Tests.Reports;

/// <summary>A report is what it says it is only if everything that it stands on says so.</summary>
public sealed class VerifyTests(PrintedStudy printed) : IClassFixture<PrintedStudy>
{
    readonly RunningHost _host = printed.Host;

    public static TheoryData<string> All => [.. from audience in Audiences from format in Formats select $"{audience}.{format}"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_report_as_it_was_made_matches_in_every_part(string name)
    {
        var checks = await _host.Verify(await _host.Report(Study, name));
        Assert.Equal(7, checks.Count);
        Assert.True(!checks.Found().Any(), checks.Lines());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_changed_number_is_found_in_the_file_and_nowhere_else(string name)
    {
        var report = await _host.Report(Study, name);
        var changed = name.EndsWith("pdf", StringComparison.Ordinal) ? InAPageOf(report) : InTextOf(report);
        Assert.NotEqual(report, changed);
        Assert.Equal(["File Differs changed"], (await _host.Verify(changed)).Found());
    }

    [Fact]
    public async Task A_report_that_names_other_data_is_found_by_its_code_and_told_from_ours()
    {
        var html = Encoding.UTF8.GetString(await _host.Report(Study, "board.html"));
        var other = Regex.Replace(html, "(outcomes:snapshot\" content=\")[0-9a-f]{4}", "$1ffff");
        Assert.Equal(["Data Differs changed", "File Differs changed"], (await _host.Verify(Encoding.UTF8.GetBytes(other))).Found());
    }

    [Theory]
    [InlineData("%PDF-1.4 some other document")]
    [InlineData("<!DOCTYPE html><title>Another page</title>")]
    [InlineData("{\"audience\":\"board\"}")]
    [InlineData("no document at all")]
    public async Task A_foreign_file_is_told_apart(string content) =>
        Assert.Equal(["Report Differs foreign"], (await _host.Verify(Encoding.UTF8.GetBytes(content))).Found());

    [Fact]
    public async Task A_report_of_a_study_that_is_elsewhere_is_told_apart()
    {
        var html = Encoding.UTF8.GetString(await _host.Report(Study, "board.html")).Replace("outcomes:study\" content=\"state-anxiety", "outcomes:study\" content=\"elsewhere");
        Assert.Equal(["Report CannotBeChecked unknown"], (await _host.Verify(Encoding.UTF8.GetBytes(html))).Found());
    }

    [Fact]
    public async Task The_page_takes_a_file_without_a_script_says_each_finding_and_keeps_nothing()
    {
        Assert.Contains("enctype=\"multipart/form-data\"", await _host.Client.GetStringAsync("/verify"));
        var before = _host.Dump();
        var (status, page) = await Upload(await _host.Report(Study, "board.pdf"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("All of it matches.", page);
        Assert.Contains("Not all of it matches.", (await Upload(InTextOf(await _host.Report(Study, "board.html")))).Page);
        Assert.Contains("is no report of Outcomes", (await Upload("something"u8.ToArray())).Page);
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task The_page_refuses_a_file_that_is_missing_or_too_large()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Upload([])).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Upload(new byte[33 * 1024 * 1024])).Status);
    }

    [Fact]
    public async Task The_command_prints_a_line_a_part_and_ends_with_zero_one_or_two()
    {
        var file = Path.Combine(_host.DataDirectory, "report.pdf");
        var report = await _host.Report(Study, "board.pdf");
        await File.WriteAllBytesAsync(file, report);
        var whole = await RunProgram.Outcomes("verify", file, "--data", _host.DataDirectory);
        Assert.True(whole.ExitCode == 0, whole.Output + whole.Errors);
        Assert.Equal(7, Regex.Count(whole.Output, "(?m)^(report|plan|data|engine|results|release|file) +matches "));

        await File.WriteAllBytesAsync(file, InAPageOf(report));
        var changed = await RunProgram.Outcomes("verify", file, "--data", _host.DataDirectory);
        Assert.Equal(1, changed.ExitCode);
        Assert.Matches("(?m)^file +differs ", changed.Output);
        Assert.Equal(2, (await RunProgram.Outcomes("verify", file + ".absent", "--data", _host.DataDirectory)).ExitCode);
    }

    [Fact]
    public async Task Rows_that_came_later_leave_an_old_report_valid_and_a_changed_row_does_not()
    {
        await using var host = await RunningHost.Start(Analysing.Settings);
        await host.SendExample(Study);
        var report = await host.Report(Study, "researcher.html");
        var later = SmallStudy.Participant("Z9-999", "pmc-laboratory", "repeated");
        (await host.Client.PostAsync($"api/v1/studies/{Study}/participants", SmallStudy.Json(later))).EnsureSuccessStatusCode();
        await Analysing.Until(async () => (await host.Analyses(Study)).Count(a => (string)a!["status"]! == "finished") == 2 ? "two" : null);
        Assert.Empty((await host.Verify(report)).Found());

        Sql(host, "UPDATE score SET value = value + 1 WHERE assessment_id = (SELECT MIN(id) FROM assessment)");
        Assert.Equal(["Data Differs changed", "Results Differs other", "Release Differs other"], (await host.Verify(report)).Found());
    }

    [Fact]
    public async Task The_same_inputs_give_the_same_bytes_in_two_directories()
    {
        var made = new List<byte[]>();
        for (var i = 0; i < 2; i++)
        {
            var clock = new TestClock(new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)) { Stands = true };
            await using var host = await RunningHost.Start(s => PrintedStudy.Settings(s) with { Time = clock });
            await host.SendExample(Study);
            clock.Stands = false;
            foreach (var name in All) made.Add(await host.Report(Study, name));
        }
        for (var i = 0; i < All.Count; i++) Assert.Equal(made[i], made[i + All.Count]);
    }

    async Task<(HttpStatusCode Status, string Page)> Upload(byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "report.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = form, Headers = { ExpectContinue = true } };
        using var answer = await _host.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The last number of the text with another last digit.</summary>
    static byte[] InTextOf(byte[] report)
    {
        var text = Encoding.UTF8.GetString(report);
        var digit = text.LastIndexOfAny([.. "0123456789"], text.LastIndexOf(text[0] == '{' ? "\"value\"" : "</td>", StringComparison.Ordinal) + (text[0] == '{' ? 20 : 0));
        return Encoding.UTF8.GetBytes(text[..digit] + (text[digit] == '7' ? '8' : '7') + text[(digit + 1)..]);
    }

    /// <summary>The PDF with one digit of a page's drawing changed and packed again.</summary>
    static byte[] InAPageOf(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        foreach (Match stream in Regex.Matches(text, @"/Filter /FlateDecode\s*/Length (\d+)>> stream\n"))
        {
            var (start, length) = (stream.Index + stream.Length, int.Parse(stream.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            using var unpacked = new MemoryStream();
            using (var packed = new ZLibStream(new MemoryStream(pdf, start, length), CompressionMode.Decompress)) packed.CopyTo(unpacked);
            var drawing = Encoding.Latin1.GetString(unpacked.ToArray());
            if (!drawing.Contains(" Tf", StringComparison.Ordinal)) continue;
            var digit = drawing.IndexOf('5', StringComparison.Ordinal);
            using var again = new MemoryStream();
            using (var pack = new ZLibStream(again, CompressionLevel.SmallestSize, leaveOpen: true)) pack.Write(Encoding.Latin1.GetBytes(drawing[..digit] + '6' + drawing[(digit + 1)..]));
            return [.. pdf[..start], .. again.ToArray(), .. pdf[(start + length)..]];
        }
        throw new InvalidDataException("The PDF draws no text.");
    }

    static void Sql(RunningHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
