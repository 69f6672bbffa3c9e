using Outcomes.Data.Studies;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Access;

/// <summary>Where a right holds, in schools: a district's are those that the study's current file gives it.</summary>
static class Places
{
    static readonly IReadOnlySet<string> Nowhere = new HashSet<string>();

    /// <returns>Null: everywhere. Empty where a place is named without a study, or the study has no such district: nothing is open by mistake.</returns>
    public static IReadOnlySet<string>? Schools(StudyStore studies, string? study, string? district, IReadOnlyCollection<string> schools)
    {
        if (district is null && schools.Count == 0) return null;
        if (study is null) return Nowhere;
        if (district is null) return schools.ToHashSet(StringComparer.Ordinal);
        var all = studies.Lookup(Actor.OnThisMachine("rights"), study)?.Study.SchoolsOf(district) ?? Nowhere;
        return schools.Count == 0 ? all : all.Intersect(schools).ToHashSet(StringComparer.Ordinal);
    }
}
