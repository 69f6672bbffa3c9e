using System.CommandLine;
using Outcomes.Api.Access;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes permissions</c>: who may what, as the program itself has it.</summary>
static class PermissionsCommand
{
    public static Command Create()
    {
        var command = new Command("permissions", "Print which role may do what at every address, from the program's own list");
        command.SetAction(async (_, _) =>
        {
            var place = Directory.CreateTempSubdirectory("outcomes-permissions-").FullName;
            try
            {
                await using var app = OutcomesHost.Build(new HostSettings(place) { RunJobs = false });
                Console.Write(PermissionTable.Markdown(PermissionTable.Of(app)));
                return ExitCode.Done;
            }
            finally { Directory.Delete(place, recursive: true); }
        });
        return command;
    }
}
