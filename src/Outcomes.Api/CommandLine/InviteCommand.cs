using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes invite</c>: a link for a steward, from the machine that holds the data: how the first one gets in, and one who lost everything.</summary>
static class InviteCommand
{
    static readonly TimeSpan Holds = TimeSpan.FromDays(1);

    public static Command Create()
    {
        var data = Options.Data();
        var at = new Option<string>("--at") { Description = "Address under which people reach the system", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("invite", "Make a link for a steward, who invites everyone else; it works once, for a day") { data, at };
        command.SetAction(async (parsed, _) =>
        {
            using var database = Database.Open(parsed.GetRequiredValue(data), TimeProvider.System);
            using var writer = new Writer(database);
            Console.WriteLine(await StewardLink(new InvitationStore(database, writer), parsed.GetRequiredValue(at)));
            return ExitCode.Done;
        });
        return command;
    }

    public static async Task<string> StewardLink(InvitationStore invitations, string address) =>
        $"{address.TrimEnd('/')}/invitations/{await invitations.Invite([new RoleGrant(Role.Steward)], Holds, KeyCommand.Actor)}";
}
