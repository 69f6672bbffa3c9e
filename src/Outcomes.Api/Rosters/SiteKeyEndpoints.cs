using Outcomes.Api.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Data.Rosters;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Rosters;

namespace Outcomes.Api.Rosters;

/// <summary>A school's site key: made, given to a colleague, taken back, changed. The server sees sealed copies and who holds one.</summary>
static class SiteKeyEndpoints
{
    public static void MapSiteKeys(this IEndpointRouteBuilder pages, string roster)
    {
        pages.MapPost($"{roster}/key", Begin).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{roster}/key/rotate", Rotate).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{roster}/key/copies", Give).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{roster}/key/copies/{{account}}/remove", Remove).TakesScripts(Scopes.UseRosters);
    }

    static Task<IResult> Begin(HttpContext http, string study, string school, SiteKeyStore keys) => RosterEndpoints.Write(http, study, school, RosterJson.Default.NewSiteKeyRequest, async (visit, body) =>
    {
        var copy = new SiteKeyCopy(visit.Account!, body.SealedKey);
        var faults = RosterRules.Key(body.SealedSecret, [copy]).ToList();
        return faults.Count > 0 ? RosterBody.Refused(faults) : RosterBody.Of(await keys.Begin(visit.Place, body.SealedSecret, copy, visit.Audit("site_key_made", school, ("version", "1"))));
    });

    /// <summary>To a colleague, or to oneself after a recovery with shares: whether the copy opens anything, only its holder's browser can tell.</summary>
    static Task<IResult> Give(HttpContext http, string study, string school, SiteKeyStore keys, AccountStore accounts, StudyStore studies) => RosterEndpoints.Write(http, study, school, RosterJson.Default.GiveSiteKeyRequest, async (visit, body) =>
    {
        if (!MayHold(accounts, studies, visit.Place, body.Account)) return RosterBody.Refused(RosterRules.NoColleague);
        var own = body.Account == visit.Account;
        if (!own && keys.Current(visit.Actor, visit.Place)?.Holders.Any(h => h.Account == visit.Account) != true) return RosterBody.Refused(RosterRules.NotHeld);
        var copy = new SiteKeyCopy(body.Account, body.SealedKey);
        var faults = RosterRules.Copies([copy]).ToList();
        var audit = visit.Audit(own ? "site_key_recovered" : "site_key_given", body.Account, ("version", RosterEndpoints.Text(body.Version)));
        return faults.Count > 0 ? RosterBody.Refused(faults) : RosterBody.Of(await keys.Give(visit.Place, body.Version, copy, visit.Account!, audit));
    });

    static async Task<IResult> Remove(HttpContext http, string study, string school, string account, SiteKeyStore keys) =>
        RosterVisit.Of(http, study, school) is { Account: not null } visit && await keys.Remove(visit.Place, account, visit.Audit("site_key_copy_removed", account)) ? RosterBody.Done : Problems.Problem.NotFound;

    static Task<IResult> Rotate(HttpContext http, string study, string school, SiteKeyStore keys, AccountStore accounts, StudyStore studies) => RosterEndpoints.Write(http, study, school, RosterJson.Default.RotationRequest, async (visit, body) =>
    {
        var rotation = body.Rotation();
        var faults = Faults(visit, rotation, RosterPeople.Of(accounts, studies, visit.Place)).ToList();
        if (faults.Count > 0) return RosterBody.Refused(faults);
        var audit = visit.Audit("site_key_changed", school, ("version", RosterEndpoints.Text(rotation.From + 1)), ("entries", RosterEndpoints.Text(rotation.Entries.Count)), ("copies", RosterEndpoints.Text(rotation.Copies.Count)));
        return RosterBody.Of(await keys.Rotate(visit.Place, rotation, visit.Account!, audit));
    });

    static IEnumerable<Fault> Faults(RosterVisit visit, Rotation rotation, IReadOnlyList<AccountInfo> people)
    {
        foreach (var fault in RosterRules.Key(rotation.SealedSecret, rotation.Copies).Concat(RosterRules.Entries(rotation.Entries))) yield return fault;
        if (rotation.Entries.Any(e => e.KeyVersion != rotation.From + 1)) yield return RosterRules.KeyChanged;
        if (rotation.Copies.All(c => c.Account != visit.Account)) yield return RosterRules.NotHeld;
        if (!rotation.Copies.All(c => people.Any(p => p.Id == c.Account))) yield return RosterRules.NoColleague;
    }

    static bool MayHold(AccountStore accounts, StudyStore studies, RosterPlace place, string account) => RosterPeople.Of(accounts, studies, place).Any(p => p.Id == account);
}
