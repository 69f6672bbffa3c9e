using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Activities;
using Outcomes.Api.Assessments;
using Outcomes.Api.Audit;
using Outcomes.Api.CheckIns;
using Outcomes.Api.Connections;
using Outcomes.Api.Notes;
using Outcomes.Api.Entry;
using Outcomes.Api.Instruments;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Api.Quality;
using Outcomes.Api.Rosters;
using Outcomes.Api.Sealing;
using Outcomes.Api.Sessions;
using Outcomes.Api.Trainings;
using Outcomes.Data;
using Outcomes.Data.Accounts;
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
    public string Domain => Hosts is [var name, ..] ? name : Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns ? url.Host : ThisMachine;

    /// <summary>Names under which people reach the system; the first is that of its passkeys.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Null: no TLS here.</summary>
    public Serving.CertificateSettings? Certificate { get; init; }

    /// <summary>A reverse proxy on this machine speaks TLS for us.</summary>
    public bool BehindProxy { get; init; }

    public bool OverTls => Certificate is not null || BehindProxy;

    /// <summary>Requests to the API with one key: a hundred each second, and six thousand at once.</summary>
    public int ApiCallsAMinute { get; init; } = 6_000;

    /// <summary>Null: nobody comes in through an organisation's provider.</summary>
    public OrganisationSettings? Organisation { get; init; }

    /// <summary>The file with the key that the data-protection keys are sealed with; null: <c>data-protection.key</c> in the data directory, made when it is missing.</summary>
    public string? KeyFile { get; init; } = Environment.GetEnvironmentVariable("OUTCOMES_KEY_FILE");

    /// <summary>Path of the browser that prints reports; null: the first one found.</summary>
    public string? Browser { get; init; }
}

/// <summary>Composition: the one place where the features come together.</summary>
public static class OutcomesHost
{
    public static WebApplication Build(HostSettings settings)
    {
        Serving.Listening.Check(settings);
        Directory.CreateDirectory(settings.DataDirectory);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)   // it warns that keys stand in the database as they are: docs/security says so
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)      // a form without our token is an answer, not an event
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)   // what hinders the start is thrown, and told in one sentence
            .AddFilter("Quartz.Core.ErrorLogger", LogLevel.None);   // it says again what JobRunShell said
        builder.Logging.KeepRequestsOut(settings.Logs);
        builder.WebHost.ConfigureKestrel(kestrel => Serving.Listening.Configure(kestrel, settings));
        if (settings.Certificate is null) builder.WebHost.UseUrls(settings.Url);
        builder.Services.AddSingleton(settings).AddSingleton(settings.Time);
        var database = Database.Open(settings.DataDirectory, settings.Time);
        var keys = KeyFile.Open(settings.KeyFile, settings.DataDirectory, mayMake: !ProtectionKeyStore.AnySealed(database));
        ProtectionKeyStore.RequireOpened(database, keys);
        builder.Services.AddStorage(database).AddSingleton(keys);
        builder.Services.AddApiDescription();
        builder.Services.AddPages();
        builder.Services.AddHttpContextAccessor().AddSignIn(settings).AddLimits(settings);
        // A page elsewhere could point a name of its own at this machine and read ours through it; other names are refused.
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = [.. Serving.Listening.Names(settings)]).AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddReports(settings.Browser);
        var alone = settings.RunJobs ? JobsLock.Take(settings.DataDirectory) : null;
        if (settings.RunJobs) builder.Services.AddJobs(settings.DataDirectory, settings.JobTimes);
        var app = builder.Build();
        app.Services.GetRequiredService<ProtectionKeyStore>().SealAll().GetAwaiter().GetResult();
        if (alone is not null) app.Lifetime.ApplicationStopped.Register(alone.Dispose);
        Serving.Proxy.UseProxy(app, settings);
        app.UseHostFiltering();
        if (settings.OverTls) app.UseHsts();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = PageEndpoints.Wrong, SuppressDiagnosticsCallback = c => c.Exception is BadHttpRequestException });
        app.UseAuthentication();
        app.UseStatusCodePages(pages => PageEndpoints.Missing(pages.HttpContext));
        app.UseProblems();
        app.UseLanguageChoice();
        app.UseRateLimiter();
        app.MapApi();
        app.MapPages();
        var people = app.MapGroup("").ExcludeFromDescription();
        people.MapSignIn();
        Consents.ConsentPages.MapConsentPages(people);
        Consents.ErasurePages.MapErasurePages(people);
        people.MapAccounts();
        people.MapPasskeys();
        people.MapOrganisation();
        people.MapPasswordResets();
        people.MapPeople();
        people.MapApiKeys();
        people.MapInstrumentPages();
        people.MapEntry();
        people.MapSecondEntry();
        people.MapCorrections();
        people.MapQuality();
        people.MapQueries();
        people.MapAudit();
        people.MapRosters();
        people.MapKeys();
        people.MapNotes();
        people.MapSessionPages();
        people.MapTrainings();
        people.MapConnections();
        people.MapCheckIns();
        people.MapDistress();
        people.MapSupport();
        people.MapStudentPages();
        people.MapActivities();
        people.MapAssignments();
        people.MapListening();
        return app;
    }
}
