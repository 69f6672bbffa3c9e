using System.Text.Json;
using Outcomes.Data.Studies;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Studies;

/// <param name="ChangeNumber">Grows with every change of the study's definition or data; an analysis says at which it was computed.</param>
/// <param name="Definition">The study's file; not in lists.</param>
public sealed record StudyContract(
    string Id, string Version, string Hash, string ImportedUtc, bool IsCurrent, long ChangeNumber, string ChangedUtc, JsonElement? Definition)
{
    public static StudyContract Of(StoredStudy s, bool whole) => new(
        s.Id, s.Version, s.Hash, s.ImportedUtc, s.IsCurrent, s.ChangeNumber, s.ChangedUtc, whole ? JsonElement.Parse(s.Definition) : null);
}

public sealed record StudyVersionContract(string Version, string Hash, string ImportedUtc, bool IsCurrent);

public sealed record StudyChangesContract(string Study, string From, string To, IReadOnlyList<StudyChange> Changes);

/// <summary>A definition that is stored, of a study or an instrument.</summary>
public sealed record ImportContract(string Id, string Version, string Hash);
