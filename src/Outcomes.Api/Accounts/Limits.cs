using System.Threading.RateLimiting;
using Outcomes.Api.Pages;

namespace Outcomes.Api.Accounts;

/// <summary>How often one address may try; the lock-out of an account stands beside this, and not in its place.</summary>
static class Limits
{
    public const string SignIn = "sign-in", Passkey = "passkey";
    const int TriesAMinute = 20;

    /// <summary>Challenges, of which a page asks one when it is opened: a whole school may come from one address.</summary>
    const int ChallengesAMinute = 240;

    public static IServiceCollection AddLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "", _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = TriesAMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.AddPolicy(Passkey, http => RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "", _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = ChallengesAMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await (await PageEndpoints.Message(context.HttpContext, "too_often", StatusCodes.Status429TooManyRequests)).ExecuteAsync(context.HttpContext);
        };
    });
}
