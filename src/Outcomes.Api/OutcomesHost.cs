using System.Net;
using Outcomes.Api.Accounts;
using Outcomes.Api.Audit;
using Outcomes.Api.Entry;
using Outcomes.Api.Instruments;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Api.Rosters;
using Outcomes.Data;
using Outcomes.Jobs;

namespace Outcomes.Api;

/// <summary>What one running system needs to know.</summary>
/// <param name="DataDirectory">Holds everything that is stored; made if it is missing.</param>
/// <param name="Url">Where to listen. Port 0 takes a free one.</param>
public sealed record HostSettings(string DataDirectory, string Url = "http://127.0.0.1:0")
{
    /// <summary>The clock; a test may set it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>False leaves the background jobs unstarted: commands that only read or write data need none.</summary>
    public bool RunJobs { get; init; } = true;

    public JobTimes JobTimes { get; init; } = JobTimes.Default;

    /// <summary>True: the pages are open to whoever sits at this machine, as in the demonstration.</summary>
    public bool AskNobody { get; init; }

    /// <summary>Takes all that is logged as well, in full detail; null: nobody does. A test may look at it.</summary>
    public ILoggerProvider? Logs { get; init; }

    /// <summary>The machine's own name for itself, where no TLS is needed.</summary>
    public const string ThisMachine = "localhost";

    /// <summary>The name that people type, to which passkeys are bound: an address of numbers cannot have any.</summary>
    public string Domain => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns ? url.Host : ThisMachine;

    /// <summary>Path of the browser that prints reports; null: the first one found.</summary>
    public string? Browser { get; init; }
}

/// <summary>Composition: the one place where the features come together.</summary>
public static class OutcomesHost
{
    public static WebApplication Build(HostSettings settings)
    {
        RequireLoopback(settings.Url);
        Directory.CreateDirectory(settings.DataDirectory);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)   // it warns that keys stand in the database as they are: docs/security says so
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)      // a form without our token is an answer, not an event
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)   // what hinders the start is thrown, and told in one sentence
            .AddFilter("Quartz.Core.ErrorLogger", LogLevel.None);   // it says again what JobRunShell said
        builder.Logging.KeepRequestsOut(settings.Logs);
        builder.WebHost.UseUrls(settings.Url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(settings).AddSingleton(settings.Time);
        builder.Services.AddStorage(Database.Open(settings.DataDirectory, settings.Time));
        builder.Services.AddApiDescription();
        builder.Services.AddPages();
        builder.Services.AddHttpContextAccessor().AddSignIn().AddLimits();
        builder.Services.AddReports(settings.Browser);
        var alone = settings.RunJobs ? JobsLock.Take(settings.DataDirectory) : null;
        if (settings.RunJobs) builder.Services.AddJobs(settings.DataDirectory, settings.JobTimes);
        var app = builder.Build();
        if (alone is not null) app.Lifetime.ApplicationStopped.Register(alone.Dispose);
        app.UseHostFiltering();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = PageEndpoints.Wrong });
        app.UseStatusCodePages(pages => PageEndpoints.Missing(pages.HttpContext));
        app.UseProblems();
        app.UseLanguageChoice();
        app.UseRateLimiter();
        app.MapApi();
        app.MapPages();
        var people = app.MapGroup("").ExcludeFromDescription();
        people.MapSignIn();
        people.MapAccounts();
        people.MapPasskeys();
        people.MapPeople();
        people.MapInstrumentPages();
        people.MapEntry();
        people.MapAudit();
        people.MapRosters();
        return app;
    }

    /// <remarks>Passwords and pseudonymized data never go over a network in the clear, and there is no TLS here yet.</remarks>
    static void RequireLoopback(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            throw new InvalidOperationException($"'{url}' is no address to listen on; one is written like http://127.0.0.1:5080.");
        var host = uri.Host.Trim('[', ']');
        if (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            throw new InvalidOperationException($"Outcomes listens on this machine only (127.0.0.1), since it does not speak TLS yet; '{host}' is another address.");
    }
}
