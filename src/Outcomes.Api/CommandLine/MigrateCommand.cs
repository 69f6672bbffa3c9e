using System.CommandLine;
using Outcomes.Data;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes migrate</c>: brings a database up to this program, without starting anything.</summary>
static class MigrateCommand
{
    public static Command Create()
    {
        var data = Options.Data();
        var command = new Command("migrate", "Make the database, or bring an older one up to this program; every other command does so too") { data };
        command.SetAction(parsed => Migrate(parsed.GetRequiredValue(data)));
        return command;
    }

    static int Migrate(string data)
    {
        using var database = Database.Open(data, TimeProvider.System);
        Console.WriteLine($"{database.Path} is ready for this program.");
        return ExitCode.Done;
    }
}
