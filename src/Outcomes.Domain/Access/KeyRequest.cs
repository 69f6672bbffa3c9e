using System.Globalization;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Access;

/// <summary>A key as someone asks for it.</summary>
/// <param name="Name">Whose it is: a system, never a person.</param>
/// <param name="Study">Null: every study. A district or school needs one.</param>
/// <param name="Days">How long it holds.</param>
public sealed record KeyRequest(string Name, IReadOnlyList<string> Scopes, string? Study, string? District, IReadOnlyList<string> Schools, int Days)
{
    public const int MostDays = 3650, LongestName = 100;

    bool Limited => District is not null || Schools.Count > 0;

    /// <summary>Everything that is wrong with it.</summary>
    /// <param name="study">The current file of <see cref="Study"/>; null: there is none.</param>
    public IReadOnlyList<Fault> Faults(StudyDefinition? study) => [.. OfItself(), .. OfPlaces(study)];

    IEnumerable<Fault> OfItself()
    {
        if (string.IsNullOrWhiteSpace(Name)) yield return new("name", "missing_name", "Say which system the key is for.");
        else if (Name.Length > LongestName) yield return new("name", "key_name_long", $"A name has at most {LongestName} signs.");
        if (Scopes.Count == 0) yield return new("scope", "needs_scope", "Choose at least one thing that the key may do.");
        if (Scopes.Any(s => !Access.Scopes.All.Contains(s))) yield return new("scope", "unknown_scope", $"A scope is one of: {string.Join(", ", Access.Scopes.All)}.");
        if (Limited && Scopes.Any(Access.Scopes.OfWholeStudies.Contains))
            yield return new("scope", "needs_whole_study", $"For some schools only, a key may have no scope but these: {string.Join(", ", Access.Scopes.All.Except(Access.Scopes.OfWholeStudies))}.");
        if (Days is < 1 or > MostDays) yield return new("days", "out_of_range", string.Create(CultureInfo.InvariantCulture, $"A key holds from 1 to {MostDays} days."));
    }

    IEnumerable<Fault> OfPlaces(StudyDefinition? study)
    {
        if (!Limited) yield break;
        if (Study is null) yield return new("study", "needs_study", "Districts and schools are of a study: choose it.");
        else if (study is null) yield return new("study", "unknown_study", "There is no study of this id.");
        if (study is null) yield break;
        if (District is not null && study.Districts.All(d => d.Id != District)) yield return new("district", "unknown_district", "The study has no district of this id.");
        var schools = District is null ? study.Schools.Select(s => s.Id).ToHashSet(StringComparer.Ordinal) : study.SchoolsOf(District);
        if (Schools.Any(s => !schools.Contains(s))) yield return new("schools", "unknown_school", "The study (or the district that was chosen) has no school of one of these ids.");
    }
}
