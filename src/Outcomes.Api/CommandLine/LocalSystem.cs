using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Api.CommandLine;

/// <summary>The system, started in this process for one command, with a key that lives as long as the command.</summary>
sealed class LocalSystem : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly NewApiKey _key;

    LocalSystem(WebApplication app, NewApiKey key) => (_app, _key, Partner) = (app, key, new PartnerSystem(new Uri(ServeCommand.Address(app)), key.Token));

    public PartnerSystem Partner { get; }

    /// <summary>Cancelled when the process is asked to end: the host takes that signal, so a command's own token does not hear of it.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    public IServiceProvider Services => _app.Services;

    public string Address => ServeCommand.Address(_app);

    /// <param name="name">Stands in the audit chain.</param>
    public static async Task<LocalSystem> Start(HostSettings settings, string name, CancellationToken cancel)
    {
        var app = OutcomesHost.Build(settings);
        await app.StartAsync(cancel);
        var key = await app.Services.GetRequiredService<ApiKeyStore>().Create(name, [.. Scopes.All], study: null, TimeSpan.FromDays(1), KeyCommand.Actor);
        return new LocalSystem(app, key);
    }

    public Task WaitForShutdown(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        Partner.Dispose();
        await _app.Services.GetRequiredService<ApiKeyStore>().Revoke(_key.Id, KeyCommand.Actor);
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
