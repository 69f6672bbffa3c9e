using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Rosters;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Rosters;

/// <summary>Someone at a school's roster who may use it.</summary>
/// <param name="Account">Null for a key, and where nobody is asked: neither can hold a site key.</param>
sealed record RosterVisit(Actor Actor, string? Account, StudyDefinition Study, RosterPlace Place)
{
    public AuditEvent Audit(string action, string subject, params (string Name, string Value)[] details) => new(Actor.Name, action, subject, Place.Study,
        details.Append(("school", Place.School)).ToDictionary(d => d.Item1, d => d.Item2));

    /// <summary>Null: there is no such school, or its roster is not theirs. Which of the two is not told.</summary>
    /// <remarks>Behind a guard of another scope, too: whoever takes students of a roster into the study must be allowed both, there.</remarks>
    public static RosterVisit? Of(HttpContext http, string study, string school)
    {
        var actor = http.Actor();
        if (!actor.MaySeeSchool(school) || http.Visitor().In(study)?.May(Scopes.UseRosters, school) != true) return null;
        return http.RequestServices.GetRequiredService<StudyStore>().Lookup(actor, study) is { } found && found.HasSchool(school)
            ? new(actor, http.Visitor().Account, found.Study, new(study, school)) : null;
    }
}

/// <summary>Who may use a school's roster.</summary>
static class RosterPeople
{
    public static IReadOnlyList<AccountInfo> Of(AccountStore accounts, StudyStore studies, RosterPlace place) =>
        [.. accounts.All().Where(a => a.DisabledUtc is null && a.Roles.Any(role => Opens(studies, role, place)))];

    static bool Opens(StudyStore studies, RoleGrant role, RosterPlace place)
    {
        var actor = new Actor("", Permissions.Of(role.Role), role.Study).Within(Places.Schools(studies, role.Study, role.District, role.School is { } school ? [school] : []));
        return actor.MaySee(place.Study) && actor.May(Scopes.UseRosters, place.School);
    }
}
