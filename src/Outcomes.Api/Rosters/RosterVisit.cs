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
    /// <remarks>By the one role that opens rosters: schools of another role, such as a board's, open none.</remarks>
    public static RosterVisit? Of(HttpContext http, string study, string school)
    {
        var visitor = http.Visitor();
        if (Role(visitor, study, a => a.MaySeeSchool(school)) is not { } actor) return null;
        return http.RequestServices.GetRequiredService<StudyStore>().Lookup(actor, study) is { } found && found.HasSchool(school)
            ? new(actor, visitor.Account, found.Study, new(study, school)) : null;
    }

    /// <summary>The schools of the study whose rosters are theirs.</summary>
    public static IReadOnlyList<School> Schools(HttpContext http, StudyDefinition study) =>
        [.. study.Schools.Where(s => Role(http.Visitor(), study.Id, a => a.MaySeeSchool(s.Id)) is not null)];

    static Actor? Role(Visitor visitor, string study, Func<Actor, bool> sees) => visitor.Actors.FirstOrDefault(a => a.MaySee(study) && a.Scopes.Contains(Scopes.UseRosters) && sees(a));
}

/// <summary>Who else may use a school's roster.</summary>
static class RosterPeople
{
    public static IReadOnlyList<AccountInfo> Of(AccountStore accounts, StudyDefinition study, string school) =>
        [.. accounts.All().Where(a => a.DisabledUtc is null && a.Roles.Any(r => Opens(r, study, school)))];

    static bool Opens(RoleGrant role, StudyDefinition study, string school) => Permissions.Of(role.Role).Contains(Scopes.UseRosters)
        && (role.Study is null || role.Study == study.Id) && (role.School is null || role.School == school)
        && (role.District is null || study.Districts.Any(d => d.Id == role.District && d.Schools.Any(s => s.Id == school)));
}
