using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Data;
using Outcomes.Data.Audit;

namespace Outcomes.Api.Tests.Audit;

/// <summary>Holds every answer that any test gets through a watched client to <see cref="AuditedEndpoints"/>: what was done stands in the chain by then.</summary>
sealed class AuditedAnswers(Watch watch, Database database)
{
    static readonly List<(string Method, Regex Address, string[] Events)> Held = [.. AuditedEndpoints.Leaves.Select(l => Row(l.Key, l.Value))];

    static (string, Regex, string[]) Row(string address, string[] events)
    {
        var (method, path) = (address[..address.IndexOf(' ')], address[(address.IndexOf(' ') + 1)..]);
        return (method, new Regex($"^{Regex.Replace(path.Replace(".", "\\."), @"\{\w+\}", "[^/]+")}$", RegexOptions.Compiled), events);
    }

    public long Before => AuditStore.Newest(database)?.Number ?? 0;

    public static string[]? Expected(HttpMethod method, Uri address) => Held.FirstOrDefault(h => h.Method == method.Method && h.Address.IsMatch(address.AbsolutePath)).Events;

    /// <remarks>A form that leads to the sign-in page did nothing, and one that is shown again was refused.</remarks>
    public void Look(string[] events, long before, string asked, HttpResponseMessage answer)
    {
        var leads = answer.Headers.Location?.ToString() ?? answer.RequestMessage!.RequestUri!.AbsolutePath;
        if ((int)answer.StatusCode >= 400 || leads.StartsWith("/sign-in", StringComparison.Ordinal)) return;
        var left = DatabaseDump.Rows(database.Path, FormattableString.Invariant($"SELECT action FROM audit WHERE number > {before}"));
        if (!left.Exists(events.Contains)) watch.Report($"{asked} answered {(int)answer.StatusCode}, and the audit chain holds none of {string.Join(", ", events)} for it");
    }
}
