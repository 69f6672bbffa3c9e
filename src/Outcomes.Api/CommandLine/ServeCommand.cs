using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Outcomes.Data.Accounts;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes serve</c>: the system, until it is told to stop.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var data = Options.Data();
        var urls = new Option<string>("--urls") { Description = "Where to listen; port 0 takes a free one", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("serve", "Start the API, the pages and the background jobs; Ctrl+C stops them") { data, urls };
        command.SetAction((parsed, cancel) => Serve(parsed.GetRequiredValue(data), parsed.GetRequiredValue(urls), cancel));
        return command;
    }

    static async Task<int> Serve(string data, string url, CancellationToken cancel)
    {
        await using var app = OutcomesHost.Build(new HostSettings(data, url));
        await app.StartAsync(cancel);
        Console.WriteLine($"Outcomes is at {Address(app)} with its data in {Path.GetFullPath(data)}. Ctrl+C stops it.");
        // Never a default password: whoever started the program makes the first account, by a link that works once.
        if (!app.Services.GetRequiredService<AccountStore>().Any())
            Console.WriteLine($"Nobody has an account yet. The first steward's is made here, once, today: {await InviteCommand.StewardLink(app.Services.GetRequiredService<InvitationStore>(), Address(app))}");
        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Done;
    }

    /// <summary>The address that the server took, with its real port.</summary>
    public static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
