using System.Buffers.Text;
using System.Globalization;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Data.Accounts;
using Outcomes.Data.Audit;
using Outcomes.Data.Rosters;
using Outcomes.Data.Sealing;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Rosters;

namespace Outcomes.Api.Rosters;

/// <summary>A school's roster: its page, and the addresses that the page's scripts read and write. All that goes over them is sealed.</summary>
static class RosterEndpoints
{
    const string Roster = "/studies/{study}/schools/{school}/roster";

    public static void MapRosters(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/studies/{study}/rosters", List).ForVisitors(Scopes.UseRosters);
        pages.MapGet(Roster, Page).ForVisitors(Scopes.UseRosters);
        pages.MapGet($"{Roster}/data", Data).ForVisitors(Scopes.UseRosters);
        pages.MapPost($"{Roster}/entries", AddEntries).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{Roster}/entries/{{entry}}", ReplaceEntry).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{Roster}/entries/{{entry}}/remove", RemoveEntry).TakesScripts(Scopes.UseRosters);
        pages.MapPost($"{Roster}/participants", RosterEnrolment.Enrol).TakesScripts(Scopes.WriteData);
        pages.MapSiteKeys(Roster);
    }

    static Task<IResult> List(HttpContext http, string study, StudyStore studies) =>
        studies.Lookup(http.Actor(), study) is { } found
            ? PageEndpoints.Page<RostersPage>(http, new() { [nameof(RostersPage.Study)] = found.Study, [nameof(RostersPage.Schools)] = found.Study.Schools.Where(s => http.Actor().MaySeeSchool(s.Id)).ToList() })
            : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static Task<IResult> Page(HttpContext http, string study, string school) =>
        RosterVisit.Of(http, study, school) is { } visit
            ? Forms.Page<RosterPage>(http, new()
            {
                [nameof(RosterPage.Study)] = visit.Study, [nameof(RosterPage.School)] = visit.Study.Schools.First(s => s.Id == school), [nameof(RosterPage.Account)] = visit.Account,
                [nameof(RosterPage.Today)] = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            })
            : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    /// <remarks>What is handed out is sealed, and who got it is on disk before it leaves.</remarks>
    static async Task<IResult> Data(HttpContext http, string study, string school, SiteKeyStore keys, RosterStore rosters, AccountStore accounts, StudyStore studies, PersonalKeyStore personal, AuditTrail audit)
    {
        if (RosterVisit.Of(http, study, school) is not { Account: { } account } visit) return Problem.NotFound;
        var key = keys.Current(visit.Actor, visit.Place);
        var copy = key?.Holders.FirstOrDefault(h => h.Account == account);
        var entries = copy is null ? [] : rosters.Entries(visit.Actor, visit.Place);
        if (key is not null)
            await audit.Record(visit.Audit("roster_handed_out", school, ("entries", Text(entries.Count)), ("key_version", Text(key.Version)), ("key", copy is null ? "no" : "yes")));
        var people = RosterPeople.Of(accounts, studies, visit.Place);
        return Results.Json(new RosterContract(account, key is null ? null : Key(key, copy, people, accounts),
            [.. entries.Select(RosterEntryContract.Of)], rosters.Enrolled(visit.Actor, visit.Place), Colleagues(people, personal)), RosterJson.Default.RosterContract);
    }

    static IReadOnlyList<ColleagueContract> Colleagues(IReadOnlyList<AccountInfo> people, PersonalKeyStore personal) =>
        [.. people.Select(p => (Person: p, Key: personal.Own(p.Id))).Where(c => c.Key is not null).Select(c => new ColleagueContract(c.Person.Id, c.Person.SignInName, Base64Url.EncodeToString(c.Key!.PublicKey)))];

    static SiteKeyContract Key(SiteKey key, SiteKeyHolder? copy, IReadOnlyList<AccountInfo> people, AccountStore accounts) => new(key.Version, key.SealedSecret, copy?.SealedKey, key.CreatedUtc,
        [.. key.Holders.Select(h => new HolderContract(h.Account, accounts.Find(h.Account)?.SignInName ?? h.Account, h.GivenUtc, people.Any(p => p.Id == h.Account)))]);

    static Task<IResult> AddEntries(HttpContext http, string study, string school, RosterStore rosters) => Write(http, study, school, RosterJson.Default.NewEntriesRequest, (visit, body) =>
        Checked([.. body.Entries.Select(e => e.Entry())], entries => rosters.Add(visit.Place, entries, visit.Audit("roster_entries_added", school, ("entries", Text(entries.Count))))));

    static Task<IResult> ReplaceEntry(HttpContext http, string study, string school, string entry, RosterStore rosters) => Write(http, study, school, RosterJson.Default.RosterEntryContract, (visit, body) =>
        body.Id != entry ? Task.FromResult(Problem.NotFound)
            : Checked([body.Entry()], changed => rosters.Replace(visit.Place, changed[0], visit.Audit("roster_entry_changed", changed[0].Id, ("revision", Text(changed[0].Revision))))));

    static Task<IResult> RemoveEntry(HttpContext http, string study, string school, string entry, RosterStore rosters) => Write(http, study, school, RosterJson.Default.RemoveEntryRequest, async (visit, body) =>
    {
        var answer = await rosters.Remove(visit.Place, entry, body.Revision, visit.Audit("roster_entry_removed", entry));
        return RosterBody.Of(answer.Fault, answer.Stored);
    });

    static async Task<IResult> Checked(IReadOnlyList<RosterEntry> entries, Func<IReadOnlyList<RosterEntry>, Task<RosterAnswer>> store)
    {
        var faults = RosterRules.Entries(entries).ToList();
        if (faults.Count > 0) return RosterBody.Refused(faults);
        var answer = await store(entries);
        return RosterBody.Of(answer.Fault, answer.Stored);
    }

    /// <summary>A write by somebody with an account of their own, in a school of theirs.</summary>
    public static Task<IResult> Write<T>(HttpContext http, string study, string school, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<RosterVisit, T, Task<IResult>> write) where T : class =>
        RosterVisit.Of(http, study, school) is { Account: not null } visit ? RosterBody.With(http, type, body => write(visit, body)) : Task.FromResult(Problem.NotFound);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
