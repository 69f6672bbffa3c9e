using Outcomes.Data.Studies;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Accounts;

/// <summary>Names that everyone here knows, of studies and their schools: a password made of them is guessed first.</summary>
sealed class KnownPlaces(StudyStore studies)
{
    public IReadOnlyCollection<string> Words() =>
        [.. studies.All(Actor.OnThisMachine("password rules")).Select(studies.Read).SelectMany(study => study.Schools.SelectMany(school => new[] { school.Id, school.Title }).Append(study.Id)).Distinct()];
}
