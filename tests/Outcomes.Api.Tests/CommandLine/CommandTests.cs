using Xunit;

namespace Outcomes.Api.Tests.CommandLine;

public sealed class CommandTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-command-").FullName;

    string Data => Path.Combine(_directory, "data");

    [Theory]
    [InlineData]
    [InlineData("no-such-command")]
    [InlineData("serve")]
    [InlineData("export", "--data", "somewhere")]
    [InlineData("synth", "--out", "somewhere", "--seed", "not-a-number")]
    public async Task Words_that_are_off_say_where_help_is_and_end_with_two(params string[] words)
    {
        var ran = await RunProgram.Outcomes(words);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("outcomes --help", ran.Errors);
    }

    [Fact]
    public async Task A_synthetic_study_goes_in_by_import_and_comes_out_by_export()
    {
        var source = Path.Combine(_directory, "synth");
        Assert.Equal(0, (await RunProgram.Outcomes("synth", "--out", source, "--seed", "7")).ExitCode);
        var imported = await RunProgram.Outcomes("import", source, "--data", Data);
        Assert.True(imported.ExitCode == 0, imported.Errors);
        var rows = File.ReadLines(Path.Combine(source, "assessments.ndjson")).Count();
        Assert.Contains($"{rows} assessments", imported.Output);

        var target = Path.Combine(_directory, "dataset");
        Assert.Equal(0, (await RunProgram.Outcomes("export", "--data", Data, "--study", "tele-music", "--out", target)).ExitCode);
        Assert.Equal(rows + 1, File.ReadLines(Path.Combine(target, "data", "assessments.csv")).Count());
    }

    [Fact]
    public async Task A_refused_import_names_every_fault_with_its_row_and_ends_with_three()
    {
        var source = Path.Combine(_directory, "faulty");
        Directory.CreateDirectory(source);
        File.Copy(Repository.PathOf("examples", "state-anxiety", "study.json"), Path.Combine(source, "study.json"));
        await File.WriteAllTextAsync(Path.Combine(source, "participants.csv"),
            "id,pseudonym,school,arm,language,enrolled_on\n01890000-0000-7000-8000-000000000001,Maria Lopez,nowhere,repeated,en,1999-12-31\n");
        var ran = await RunProgram.Outcomes("import", source, "--data", Data);
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("row 1, pseudonym", ran.Errors);
        Assert.Contains("row 1, school", ran.Errors);
        Assert.DoesNotContain("Maria", ran.Output + ran.Errors);
        Assert.DoesNotContain("   at ", ran.Errors);
    }

    [Fact]
    public async Task What_changed_between_two_versions_of_a_study_is_shown_in_words()
    {
        var older = Repository.PathOf("examples", "state-anxiety", "study.json");
        var newer = Path.Combine(_directory, "newer.json");
        await File.WriteAllTextAsync(newer, (await File.ReadAllTextAsync(older)).Replace("\"confidence\": 0.95", "\"confidence\": 0.9"));
        var ran = await RunProgram.Outcomes("changes", older, newer);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("plan / confidence: 0.95 → 0.9", Assert.Single(ran.Output.Trim().Split('\n')));
        Assert.Contains("Nothing changed", (await RunProgram.Outcomes("changes", older, older)).Output);
    }

    [Fact]
    public async Task A_study_that_is_not_there_is_said_in_a_sentence()
    {
        Assert.Equal(0, (await RunProgram.Outcomes("migrate", "--data", Data)).ExitCode);
        var ran = await RunProgram.Outcomes("export", "--data", Data, "--study", "absent", "--out", Path.Combine(_directory, "x"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("no study 'absent'", ran.Errors);
        Assert.False(Directory.Exists(Path.Combine(_directory, "x")));
    }

    [Fact]
    public async Task The_system_listens_on_this_machine_only()
    {
        var ran = await RunProgram.Outcomes("serve", "--data", Data, "--urls", "http://0.0.0.0:0");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("this machine only", ran.Errors);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_ends_when_it_is_revoked()
    {
        var made = await RunProgram.Outcomes("key", "make", "--data", Data, "--name", "partner", "--scope", "data:write");
        var token = made.Output.Trim();
        Assert.StartsWith("ok_", token);
        var listed = await RunProgram.Outcomes("key", "list", "--data", Data);
        Assert.Contains("partner", listed.Output);
        Assert.DoesNotContain(token, listed.Output);
        var id = token.Split('_')[1];
        Assert.Equal(0, (await RunProgram.Outcomes("key", "revoke", id, "--data", Data)).ExitCode);
        Assert.Equal(1, (await RunProgram.Outcomes("key", "revoke", id, "--data", Data)).ExitCode);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
