using System.Net;
using System.Net.Sockets;
using Outcomes.Api.Tests.Data;
using Xunit;

namespace Outcomes.Api.Tests.CommandLine;

/// <summary>The program as it is run: what goes wrong is told in one line, with an exit code that means something.</summary>
public sealed class RefusedCommandTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;

    [Theory]
    [InlineData("serve --data DIR --urls nonsense", 1, "no address")]
    [InlineData("serve --data DIR --urls http://127.0.0.1:99999", 1, "no address")]
    [InlineData("serve --data DIR --urls ftp://127.0.0.1:0", 1, "no address")]
    [InlineData("serve --data DIR --urls https://127.0.0.1:0", 1, "needs a certificate")]
    [InlineData("serve --data DIR --urls http://0.0.0.0:0", 1, "this machine only")]
    [InlineData("serve --data FILE", 2, "is a file")]
    [InlineData("migrate --data FILE", 2, "is a file")]
    [InlineData("synth --out FILE", 2, "is a file")]
    [InlineData("key make --data DIR --name x --days 0", 2, "--days")]
    [InlineData("key make --data DIR --name x --days 99999999", 2, "--days")]
    [InlineData("report --data DIR --study none --out DIR/out", 1, "no study")]
    public async Task Told_in_one_line(string command, int code, string words) => await Refused(command.Split(' '), code, words);

    [Fact]
    public async Task An_empty_name_or_directory_is_no_name_and_no_directory()
    {
        await Refused(["key", "make", "--data", "DIR", "--name", ""], 2, "--name");
        await Refused(["migrate", "--data", ""], 2, "--data");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await Refused(["serve", "--data", "DIR", "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"], 1, "in use");
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        using var first = await ServedProcess.Start(_directory);
        await Refused(["serve", "--data", "DIR", "--urls", "http://127.0.0.1:0"], 1, "Another Outcomes process");
        Assert.True((await first.Client.GetAsync("api/v1/studies")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_is_told_in_one_line()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "outcomes.db"));
        await Refused(["migrate", "--data", "DIR"], 1, "cannot be opened");
    }

    async Task Refused(string[] arguments, int code, string words)
    {
        var file = Path.Combine(_directory, "a-file");
        await File.WriteAllTextAsync(file, "");
        arguments = [.. arguments.Select(a => a.Replace("DIR", _directory, StringComparison.Ordinal).Replace("FILE", file, StringComparison.Ordinal))];
        var ran = await RunProgram.Outcomes(arguments);
        Assert.True(ran.ExitCode == code, $"Exit code {ran.ExitCode}: {ran.Output}{ran.Errors}");
        Assert.Contains(words, ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Output + ran.Errors, StringComparison.Ordinal);
        Assert.True(ran.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 2, ran.Errors);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
