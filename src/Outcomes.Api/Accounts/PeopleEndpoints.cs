using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Data.Accounts;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Accounts;

/// <summary>A steward's page: who there is, who is invited, and what each may do.</summary>
static class PeopleEndpoints
{
    public static readonly TimeSpan InvitationHolds = TimeSpan.FromDays(7);

    public static void MapPeople(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/people", (Delegate)((HttpContext http) => Show(http))).ForVisitors(Scopes.ManagePeople);
        pages.MapForm("/people/invitations", Invite, Scopes.ManagePeople).RequireRateLimiting(Limits.Invite);
        pages.MapForm("/people/{id}/disable", (HttpContext http, string id, UserManager<Account> people, AccountStore accounts) => Disable(http, id, people, accounts), Scopes.ManagePeople);
    }

    static async Task<IResult> Invite(HttpContext http, [FromForm] string? role, [FromForm] string? study, [FromForm] string? school, InvitationStore invitations, StudyStore studies)
    {
        var faults = Faults(role, study, school, studies).ToList();
        if (faults.Count > 0) return await Show(http, faults);
        EnumNames<Role>.TryRead(role!, out var value);
        var grant = new RoleGrant(value, Given(study), null, Given(school));
        var token = await invitations.Invite([grant], InvitationHolds, http.Visitor().Actors[0].Name);
        return await Show(http, link: $"{http.Request.Scheme}://{http.Request.Host}/invitations/{token}");
    }

    static IEnumerable<Fault> Faults(string? role, string? study, string? school, StudyStore studies)
    {
        if (role is null || !EnumNames<Role>.TryRead(role, out var value)) { yield return new("role", "not_listed", "Choose a role."); yield break; }
        var definition = Given(study) is { } id && studies.Find(Actor.OnThisMachine("page"), id) is { } stored ? studies.Read(stored) : null;
        if (Given(study) is not null && definition is null) yield return new("study", "unknown_study", "There is no study of this id.");
        if (Given(school) is { } place && definition?.Schools.Any(s => s.Id == place) != true) yield return new("school", "unknown_school", "The study has no school of this id.");
        if (value is Role.Therapist or Role.Educator && Given(school) is null) yield return new("school", "needs_school", "A therapist or educator is invited for a school of a study.");
    }

    /// <remarks>Nobody can disable the own account: the last steward would lock everyone out.</remarks>
    static async Task<IResult> Disable(HttpContext http, string id, UserManager<Account> people, AccountStore accounts)
    {
        if (accounts.Find(id) is not { DisabledUtc: null } account) return Results.NotFound();
        if (account.Id == http.Visitor().Account) return await Show(http, [new("account", "own_account", "You cannot disable your own account; another steward can.")]);
        account.DisabledUtc = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        account.SecurityStamp = Guid.CreateVersion7(account.DisabledUtc.Value).ToString("N");
        return await accounts.Update(account, new AuditEvent(http.Visitor().Actors[0].Name, "account_disabled", id)) ? Results.Redirect("/people")
            : await Show(http, [new("account", "changed_meanwhile", "The account was changed at the same moment, and is not disabled yet. Try once more.")]);
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static Task<IResult> Show(HttpContext http, IReadOnlyList<Fault>? faults = null, string? link = null, string? reset = null)
    {
        var services = http.RequestServices;
        var studies = services.GetRequiredService<StudyStore>();
        return Forms.Page<PeoplePage>(http, new()
        {
            [nameof(PeoplePage.People)] = services.GetRequiredService<AccountStore>().All(), [nameof(PeoplePage.Invitations)] = services.GetRequiredService<InvitationStore>().Open(),
            [nameof(PeoplePage.Studies)] = studies.All(Actor.OnThisMachine("page")).Select(studies.Read).ToList(),
            [nameof(PeoplePage.Faults)] = faults ?? [], [nameof(PeoplePage.Link)] = link, [nameof(PeoplePage.Reset)] = reset,
        }, faults is { Count: > 0 } ? 422 : 200);
    }
}
