using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;

namespace Outcomes.Api.Accounts;

/// <summary>How often one address, account or key may ask; the lock-out of an account stands beside this, and not in its place.</summary>
static class Limits
{
    public const string SignIn = "sign-in", Passkey = "passkey", Invite = "invite", Api = "api", Student = "student";

    const int TriesAMinute = 20, LinksAMinute = 60;

    /// <summary>Challenges, of which a page asks one when it is opened: a whole school may come from one address.</summary>
    const int ChallengesAMinute = 240;

    /// <summary>Pages of a check-in, of which a student asks about twelve: three classes may answer in the same minute from one address. A token cannot be
    /// guessed at any rate: it has 130 bits.</summary>
    const int StudentPagesAMinute = 1500;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddLimits(this IServiceCollection services, HostSettings settings) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(SignIn, http => Window(Address(http), TriesAMinute));
        limits.AddPolicy(Passkey, http => Window(Address(http), ChallengesAMinute));
        limits.AddPolicy(Invite, http => Window(Address(http), LinksAMinute));
        limits.AddPolicy(Student, http => Window(Address(http), StudentPagesAMinute));
        limits.AddPolicy(Api, http => Bucket(Key(http), settings.ApiCallsAMinute));
        limits.OnRejected = (context, _) => new(Refuse(context));
    });

    static RateLimitPartition<string> Window(string who, int most) => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Minute });

    /// <summary>So many at once, and as many a minute: who sends evenly never waits.</summary>
    static RateLimitPartition<string> Bucket(string who, int most) => RateLimitPartition.GetTokenBucketLimiter(who, _ =>
        new TokenBucketRateLimiterOptions { TokenLimit = most, TokensPerPeriod = Math.Max(1, most / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(1) });

    static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <remarks>By the hash of the whole key: its id alone is no secret, and someone else could use up its share.</remarks>
    static string Key(HttpContext http) => http.Request.Headers.Authorization is [{ } header] ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header))) : Address(http);

    static async Task Refuse(OnRejectedContext context)
    {
        var (http, seconds) = (context.HttpContext, context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : 60);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var answer = http.Request.Path.StartsWithSegments("/api") ? Problem.TooMany(seconds)
            : http.Request.Path.StartsWithSegments("/c") ? await CheckIns.StudentPages.Gone(http, "too_often", StatusCodes.Status429TooManyRequests) : await PageEndpoints.Message(http, "too_often", StatusCodes.Status429TooManyRequests);
        await answer.ExecuteAsync(http);
    }
}
