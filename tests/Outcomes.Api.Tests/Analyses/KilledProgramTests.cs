using System.Diagnostics;
using Outcomes.Data;
using Xunit;

namespace Outcomes.Api.Tests.Analyses;

/// <summary>The real program, killed without a word (SIGKILL) in the middle of its work: the next start picks up where it stood.</summary>
public class KilledProgramTests
{
    [Fact]
    public async Task Killed_in_the_middle_of_an_analysis_and_again_before_the_reports_it_ends_with_both()
    {
        var directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;
        var database = Path.Combine(directory, "data", Database.FileName);
        try
        {
            await Program("synth", "--out", Path.Combine(directory, "study"));
            await Program("import", Path.Combine(directory, "study"), "--data", Path.Combine(directory, "data"));
            await ServeUntil(directory, () => Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'running'") == 1);
            Assert.Equal(1, Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'running'"));
            await ServeUntil(directory, () => Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'finished'") == 1);
            await ServeUntil(directory, () => Count(database, "SELECT COUNT(DISTINCT audience) FROM report WHERE format = 'html' AND sha256 IS NOT NULL") == 2);

            Assert.Equal(1, Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'finished'"));
            Assert.Equal(1, Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'interrupted'"));
            Assert.Equal(0, Count(database, "SELECT COUNT(*) FROM analysis WHERE status = 'running'"));
            Assert.Equal(1, Count(database, "SELECT COUNT(DISTINCT analysis_id) FROM report"));
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    static long Count(string database, string sql) => long.Parse(DatabaseDump.Rows(database, sql)[0], System.Globalization.CultureInfo.InvariantCulture);

    static ProcessStartInfo Start(params string[] arguments) =>
        new("dotnet", [typeof(OutcomesHost).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    static async Task Program(params string[] arguments)
    {
        using var program = Process.Start(Start(arguments))!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, await output + await errors);
    }

    static async Task ServeUntil(string directory, Func<bool> reached)
    {
        var start = Start("serve", "--data", Path.Combine(directory, "data"), "--urls", "http://127.0.0.1:0");
        start.Environment["OUTCOMES_BROWSER"] = "/no/such/browser";
        using var program = Process.Start(start)!;
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        try { await Analysing.Until(() => Task.FromResult<object?>(reached() ? program : null)); }
        finally
        {
            program.Kill();   // SIGKILL: no handler runs, nothing is put in order
            await program.WaitForExitAsync();
        }
    }
}
