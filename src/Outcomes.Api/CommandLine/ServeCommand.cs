using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Outcomes.Api.Accounts;
using Outcomes.Api.Serving;
using Outcomes.Data.Accounts;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes serve</c>: the system, until it is told to stop.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var data = Options.Data();
        var urls = new Option<string>("--urls") { Description = "Where to listen; port 0 takes a free one", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var hosts = new Option<string[]>("--host") { Description = "A name under which people reach the system; may be given several times, the first is that of its passkeys", HelpName = "NAME" };
        var certificate = new Option<string?>("--certificate") { Description = $"Certificate for an https address, PFX or PEM with its key beside it; its password, if any, stands in {CertificateSettings.PasswordVariable}", HelpName = "FILE" };
        var key = new Option<string?>("--certificate-key") { Description = "The key of a PEM certificate, where it is not beside it", HelpName = "FILE" };
        var proxy = new Option<bool>("--behind-proxy") { Description = "A reverse proxy on this machine speaks TLS; needs --host" };
        var command = new Command("serve", "Start the API, the pages and the background jobs; Ctrl+C stops them") { data, urls, hosts, certificate, key, proxy };
        command.SetAction((parsed, cancel) => Serve(new HostSettings(parsed.GetRequiredValue(data), parsed.GetRequiredValue(urls))
        {
            Hosts = parsed.GetValue(hosts) ?? [], BehindProxy = parsed.GetValue(proxy),
            Certificate = parsed.GetValue(certificate) is { } file ? new(file, parsed.GetValue(key), Secrets.Read(CertificateSettings.PasswordVariable)) : null,
            Organisation = OrganisationSettings.Read(parsed.GetRequiredValue(data)),
        }, cancel));
        return command;
    }

    static async Task<int> Serve(HostSettings settings, CancellationToken cancel)
    {
        await using var app = OutcomesHost.Build(settings);
        await app.StartAsync(cancel);
        Console.WriteLine($"Outcomes is at {Address(app)} with its data in {Path.GetFullPath(settings.DataDirectory)}. Ctrl+C stops it.");
        // Never a default password: whoever started the program makes the first account, by a link that works once.
        if (!app.Services.GetRequiredService<AccountStore>().Any())
            Console.WriteLine($"Nobody has an account yet. The first steward's is made here, once, today: {await InviteCommand.StewardLink(app.Services.GetRequiredService<InvitationStore>(), Address(app))}");
        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Done;
    }

    /// <summary>The address that the server took, with its real port.</summary>
    public static string Address(WebApplication app)
    {
        var (taken, settings) = (new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), app.Services.GetRequiredService<HostSettings>());
        return (settings.BehindProxy ? new UriBuilder(Uri.UriSchemeHttps, settings.Domain) : settings.OverTls ? new UriBuilder(Uri.UriSchemeHttps, settings.Domain, taken.Port) : new UriBuilder(taken)).Uri.ToString().TrimEnd('/');
    }
}
