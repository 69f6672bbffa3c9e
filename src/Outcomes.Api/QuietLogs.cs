using Microsoft.Extensions.Logging;

namespace Outcomes.Api;

/// <summary>What must never stand in a log, however much an operator asks to be told: addresses, queries, headers and refused values of requests.</summary>
/// <remarks>An invitation's link is its secret, a query can hold a name, and logs are kept and copied by people who may see neither.</remarks>
static class QuietLogs
{
    /// <summary>The framework's parts that quote a request word by word. In full: no longer name could be set beside it.</summary>
    static readonly string[] Quoting =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",                     // each request's address and query, and a scope with the address around everything else
        "Microsoft.AspNetCore.Routing.Matching.DfaMatcher",             // the address
        "Microsoft.AspNetCore.Http.RequestDelegateGenerator.RequestDelegateGenerator",
        "Microsoft.AspNetCore.Http.RequestDelegateFactory",             // a value that could not be read as its parameter
        "Microsoft.AspNetCore.Http.Result.RedirectResult",              // where to go back to after sign-in
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",              // the line that could not be read
        "Outcomes.Api.Accounts.OrganisationHandler",                    // the framework's part of it quotes state, nonce and cookie
        "Microsoft.AspNetCore.HostFiltering.HostFilteringMiddleware",   // the Host header
    ];

    /// <param name="everything">Is told all the rest, in full detail.</param>
    public static void KeepRequestsOut(this ILoggingBuilder logging, ILoggerProvider? everything)
    {
        if (everything is not null) logging.AddProvider(everything);
        logging.Services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            if (everything is not null) filter.Rules.Add(new(everything.GetType().FullName, null, LogLevel.Debug, null));
            // After whatever was configured, for all and for each: the last of the most exact rules holds.
            foreach (var provider in filter.Rules.Select(r => r.ProviderName).Append(null).Distinct().ToList())
                foreach (var category in Quoting) filter.Rules.Add(new(provider, category, LogLevel.None, null));
        });
    }
}
