using Outcomes.Api.Accounts;
using Outcomes.Data.Entry;
using Outcomes.Data.Sessions;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Entry;

/// <summary>What there is to do for one arm of a school.</summary>
/// <param name="Due">Forms, the overdue among them.</param>
/// <param name="Sessions">Planned ones whose time has come: were they held or missed?</param>
public sealed record DueGroup(StudyDefinition Study, School School, Arm Arm, int Due, int Overdue, int Sessions);

/// <summary>A therapist's day: what is due in each of the own schools, the most urgent first. It follows from what is stored.</summary>
static class TaskList
{
    const int MostParticipants = 2_000;

    /// <remarks>For whoever types in with an account of their own: the open machine of a demonstration has nobody who would do it.</remarks>
    public static IReadOnlyList<DueGroup> Of(HttpContext http)
    {
        if (http.Visitor() is not { Account: not null } visitor) return [];
        var studies = http.RequestServices.GetRequiredService<StudyStore>();
        var open = visitor.Actors.Where(a => a.Scopes.Contains(Scopes.WriteData)).SelectMany(studies.All).Select(s => s.Id).Distinct(StringComparer.Ordinal);
        return [.. open.SelectMany(id => Of(http, visitor.In(id)!.For(Scopes.WriteData), id)).OrderByDescending(g => g.Overdue).ThenByDescending(g => g.Due).ThenBy(g => g.School.Title, StringComparer.Ordinal)];
    }

    static IEnumerable<DueGroup> Of(HttpContext http, Actor actor, string id)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<StudyStore>().Lookup(actor, id) is not { } lookup) return [];
        var (now, entry) = (services.GetRequiredService<TimeProvider>().GetUtcNow(), services.GetRequiredService<EntryStore>());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var due = DueForms.Of(lookup, entry.Participants(actor, id, null, MostParticipants), entry.Taken(actor, id), entry.Sessions(actor, id)).Where(f => f.IsDue(today)).ToLookup(f => (f.School, f.Arm));
        var sessions = services.GetRequiredService<SessionBook>().List(actor, id, SessionStatus.Planned).Where(s => s.StartUtc <= now).ToLookup(s => (s.School, s.Arm));
        return from school in lookup.Study.Schools
               from arm in lookup.Study.Arms
               let place = (school.Id, arm.Id)
               where due[place].Any() || sessions[place].Any()
               select new DueGroup(lookup.Study, school, arm, due[place].Count(), due[place].Count(f => f.IsOverdue(today)), sessions[place].Count());
    }
}
