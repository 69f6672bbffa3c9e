using System.CommandLine;
using Microsoft.Data.Sqlite;

namespace Outcomes.Api.CommandLine;

/// <summary>The program's exit codes, the same for every command.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work could not be done; the reason was printed.</summary>
    public const int Failed = 1;

    /// <summary>The command's words are off.</summary>
    public const int Usage = 2;

    /// <summary>What was to be read has faults; each was printed, and nothing was changed.</summary>
    public const int Refused = 3;
}

/// <summary>The one program: <c>outcomes COMMAND</c>.</summary>
public static class OutcomesCommand
{
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See: outcomes --help");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
        catch (RefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Refused;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or SqliteException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Failed;
        }
    }

    public static RootCommand Root() => new(
        """
        Outcomes: a research data platform for outcome studies of tele-music therapy in schools.

        Exit codes: 0 done; 1 the work failed, the reason is printed; 2 the command's words are off;
        3 what was read has faults, each is printed, nothing was changed.
        """)
    {
        DemoCommand.Create(),
        ServeCommand.Create(),
        ImportCommand.Create(),
        ReportCommand.Create(),
        VerifyCommand.Create(),
        ScheduleCommand.Create(),
        WebhookCommand.Create(),
        ExportCommand.Create(),
        EraseCommand.Create(),
        RetentionCommand.Create(),
        SynthCommand.Create(),
        ChangesCommand.Create(),
        PlanCommand.Create(),
        InstrumentCommand.Create(),
        TrainingCommand.Create(),
        KeyCommand.Create(),
        InviteCommand.Create(),
        ProtectionKeyCommand.Create(),
        PermissionsCommand.Create(),
        AuditCommand.Create(),
        BackupCommand.CreateBackup(),
        BackupCommand.CreateRestore(),
        BackupCommand.CreateDrill(),
        MigrateCommand.Create(),
    };
}
