using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Accounts;

/// <summary>Roles that a steward wants to give someone, at one or several places of a study.</summary>
/// <param name="Roles">Names, as <see cref="EnumNames{T}"/> writes them.</param>
/// <param name="Study">Null: every study.</param>
/// <param name="Districts">Ids; with <paramref name="Schools"/> also empty: the whole study.</param>
public sealed record RoleRequest(IReadOnlyList<string> Roles, string? Study, IReadOnlyList<string> Districts, IReadOnlyList<string> Schools)
{
    bool Limited => Districts.Count + Schools.Count > 0;

    IEnumerable<Role> Known => Roles.Where(r => EnumNames<Role>.TryRead(r, out _)).Select(r => EnumNames<Role>.TryRead(r, out var role) ? role : default).Distinct();

    /// <summary>One for each role and place; only where there are no faults.</summary>
    public IReadOnlyList<RoleGrant> Grants() =>
    [
        .. Known.SelectMany(role => Limited
            ? Districts.Distinct().Select(d => new RoleGrant(role, Study, District: d)).Concat(Schools.Distinct().Select(s => new RoleGrant(role, Study, School: s)))
            : [new RoleGrant(role, Study)]),
    ];

    /// <summary>Everything that is wrong with it.</summary>
    /// <param name="study">The current file of <see cref="Study"/>; null: there is none, or whoever asks does not keep it.</param>
    public IEnumerable<Fault> Faults(StudyDefinition? study)
    {
        if (Roles.Count == 0 || Roles.Any(r => !EnumNames<Role>.TryRead(r, out _))) yield return new("role", "not_listed", "Choose a role.");
        if (Study is not null && study is null) yield return new("study", "unknown_study", "There is no study of this id.");
        if (Districts.Any(d => study?.Districts.Any(known => known.Id == d) != true)) yield return new("school", "unknown_district", "The study has no district of this id.");
        if (Schools.Any(s => study?.Schools.Any(known => known.Id == s) != true)) yield return new("school", "unknown_school", "The study has no school of this id.");
        if (!Limited && Known.Any(r => r is Role.Therapist or Role.Educator)) yield return new("school", "needs_school", "A therapist or educator is for a district or a school: choose the study first, then where.");
        if (Limited && Known.Any(r => r is Role.Steward or Role.Researcher or Role.Auditor))
            yield return new("role", "role_of_whole_study", "A steward, researcher or auditor is for a whole study: give that role without a district or school.");
    }
}
