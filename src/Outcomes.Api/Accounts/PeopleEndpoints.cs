using Microsoft.AspNetCore.Identity;
using Outcomes.Api.Access;
using Outcomes.Data.Accounts;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Accounts;

/// <summary>
/// A steward's pages: who there is, who is invited, and what each may do. A steward of some studies sees the people, roles and invitations
/// of those studies, and gives roles in no other.
/// </summary>
static class PeopleEndpoints
{
    public static readonly TimeSpan InvitationHolds = TimeSpan.FromDays(7);

    public static void MapPeople(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/people", (HttpContext http, string? study) => Show(http, study)).ForVisitors(Scopes.ManagePeople);
        pages.MapGet("/people/{id}", (HttpContext http, string id, string? study) => Person(http, id, study)).ForVisitors(Scopes.ManagePeople);
        pages.MapPost("/people/invitations", Invite).TakesForms(Scopes.ManagePeople).RequireRateLimiting(Limits.Invite);
        pages.MapPost("/people/invited/{id}/withdraw", Withdraw).TakesForms(Scopes.ManagePeople);
        pages.MapPost("/people/{id}/roles", Give).TakesForms(Scopes.ManagePeople);
        pages.MapPost("/people/roles/{id}/end", End).TakesForms(Scopes.ManagePeople);
        pages.MapPost("/people/{id}/disable", (HttpContext http, string id, UserManager<Account> people, AccountStore accounts) => Disable(http, id, people, accounts)).TakesForms(Scopes.ManagePeople);
    }

    static async Task<IResult> Invite(HttpContext http, InvitationStore invitations)
    {
        var request = Request(http.Request.Form);
        if (Faults(http, request) is { Count: > 0 } faults) return await Show(http, request.Study, faults, typed: request);
        var token = await invitations.Invite(request.Grants(), InvitationHolds, http.Actor().Name);
        return await Show(http, request.Study, link: $"{http.Request.Scheme}://{http.Request.Host}/invitations/{token}");
    }

    static async Task<IResult> Withdraw(HttpContext http, string id, InvitationStore invitations) =>
        await invitations.Withdraw(id, http.Actor().Name, Own(http)) ? Results.Redirect("/people") : Results.NotFound();

    static async Task<IResult> Give(HttpContext http, string id, RoleStore roles)
    {
        if (Find(http, id) is not { DisabledUtc: null }) return Results.NotFound();
        var request = Request(http.Request.Form);
        if (Faults(http, request) is { Count: > 0 } faults) return await Person(http, id, request.Study, faults, request);
        await roles.Give(id, request.Grants(), http.Actor().Name);
        return Results.Redirect($"/people/{id}");
    }

    /// <remarks>Nobody can end the own stewardship: the last steward would lock everyone out.</remarks>
    static async Task<IResult> End(HttpContext http, string id, RoleStore roles)
    {
        if (roles.Find(id, Own(http)) is not { } role) return Results.NotFound();
        if (role.Account == http.Visitor().Account && role.Grant.Role == Role.Steward)
            return await Person(http, role.Account, null, [new("roles", "own_stewardship", "You cannot end your own stewardship; another steward can.")]);
        await roles.End(role, http.Actor().Name);
        return Results.Redirect($"/people/{role.Account}");
    }

    /// <remarks>Nobody can disable the own account: the last steward would lock everyone out.</remarks>
    static async Task<IResult> Disable(HttpContext http, string id, UserManager<Account> people, AccountStore accounts)
    {
        if (Find(http, id) is null || accounts.Find(id) is not { DisabledUtc: null } account) return Results.NotFound();
        if (account.Id == http.Visitor().Account) return await Show(http, faults: [new("account", "own_account", "You cannot disable your own account; another steward can.")]);
        if (HasRolesElsewhere(http, id))
            return await Show(http, faults: [new("account", "roles_elsewhere", "This person has roles in studies that you do not keep. End the roles in yours; a steward of all studies can disable the account.")]);
        account.DisabledUtc = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        account.SecurityStamp = Guid.CreateVersion7(account.DisabledUtc.Value).ToString("N");
        return await accounts.Update(account, new AuditEvent(http.Actor().Name, "account_disabled", id)) ? Results.Redirect("/people")
            : await Show(http, faults: [new("account", "changed_meanwhile", "The account was changed at the same moment, and is not disabled yet. Try once more.")]);
    }

    /// <summary>Whether the person has roles in studies that the steward does not keep: their ways in are then not the steward's to end or renew.</summary>
    public static bool HasRolesElsewhere(HttpContext http, string id) =>
        Own(http) is { } studies && http.RequestServices.GetRequiredService<AccountStore>().Roles(id).Any(r => r.Study is null || !studies.Contains(r.Study));

    static RoleRequest Request(IFormCollection form) => new(Given(form, "role"), Given(form, "study").FirstOrDefault(), Given(form, "district"), Given(form, "school"));

    static string[] Given(IFormCollection form, string name) => [.. form[name].Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.Trim())];

    static List<Fault> Faults(HttpContext http, RoleRequest request)
    {
        var faults = request.Faults(Studies(http).FirstOrDefault(s => s.Id == request.Study)).ToList();
        if (request.Study is null && Own(http) is not null) faults.Add(new("of-study", "own_study", "You keep some studies only: choose one of them."));
        return faults;
    }

    /// <summary>The studies that the steward keeps; null: all.</summary>
    static IReadOnlySet<string>? Own(HttpContext http) => http.Visitor().StudiesFor(Scopes.ManagePeople);

    public static AccountInfo? Find(HttpContext http, string id) => http.RequestServices.GetRequiredService<AccountStore>().All(Own(http)).FirstOrDefault(a => a.Id == id);

    static List<StudyDefinition> Studies(HttpContext http)
    {
        var studies = http.RequestServices.GetRequiredService<StudyStore>();
        return [.. studies.All(Actor.OnThisMachine("page")).Where(s => Own(http)?.Contains(s.Id) != false).Select(studies.Read)];
    }

    static Task<IResult> Person(HttpContext http, string id, string? study, IReadOnlyList<Fault>? faults = null, RoleRequest? typed = null)
    {
        if (Find(http, id) is not { } person) return Task.FromResult(Results.NotFound());
        var studies = Studies(http);
        return Forms.Page<PersonPage>(http, new()
        {
            [nameof(PersonPage.Person)] = person, [nameof(PersonPage.Roles)] = http.RequestServices.GetRequiredService<RoleStore>().Of(id, Own(http)), [nameof(PersonPage.Studies)] = studies,
            [nameof(PersonPage.Study)] = Chosen(http, studies, study), [nameof(PersonPage.EveryStudy)] = Own(http) is null, [nameof(PersonPage.Typed)] = typed, [nameof(PersonPage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200);
    }

    public static Task<IResult> Show(HttpContext http, string? study = null, IReadOnlyList<Fault>? faults = null, string? link = null, RoleRequest? typed = null, string? reset = null)
    {
        var services = http.RequestServices;
        var studies = Studies(http);
        return Forms.Page<PeoplePage>(http, new()
        {
            [nameof(PeoplePage.People)] = services.GetRequiredService<AccountStore>().All(Own(http)), [nameof(PeoplePage.Invitations)] = services.GetRequiredService<InvitationStore>().Open(Own(http)),
            [nameof(PeoplePage.Studies)] = studies, [nameof(PeoplePage.Study)] = Chosen(http, studies, study), [nameof(PeoplePage.EveryStudy)] = Own(http) is null,
            [nameof(PeoplePage.Typed)] = typed, [nameof(PeoplePage.Faults)] = faults ?? [], [nameof(PeoplePage.Link)] = link, [nameof(PeoplePage.Reset)] = reset,
        }, faults is { Count: > 0 } ? 422 : 200);
    }

    /// <summary>Where a role may be for every study, that is the beginning; else the first of the own ones.</summary>
    static StudyDefinition? Chosen(HttpContext http, List<StudyDefinition> studies, string? study) =>
        studies.FirstOrDefault(s => s.Id == study) ?? (Own(http) is null ? null : studies.FirstOrDefault());
}
