using Outcomes.Domain.Releases;

namespace Outcomes.Domain.Reports;

/// <summary>
/// What a report says of itself, for programs: what it is of, and the hashes of all that its numbers stand on. The page carries it as meta
/// elements, the PDF in its XMP metadata. There is no id of an analysis in it: the same inputs give the same bytes wherever they are.
/// </summary>
/// <param name="School">Id; null where the report is not of one school.</param>
/// <param name="Language">Tag; null in JSON, which has no words.</param>
/// <param name="ResultHash">Of the released result: what this audience sees, so that nothing hidden can be guessed from it.</param>
public sealed record ReportStamp(
    string Study, string Audience, string? School, string? Language, string Code, string SnapshotHash, string PlanHash, string StudyHash,
    string EngineVersion, string ResultHash)
{
    public static ReportStamp Of(ReleasedResult released, string? language)
    {
        var from = released.Result.Provenance;
        return new(released.Result.Study.Id, EnumNames<Audience>.Of(released.Audience), released.School, language, released.Code,
            from.SnapshotHash, from.PlanHash, from.StudyHash, from.EngineVersion, released.ResultHash);
    }

    /// <summary>Name and value, in the order in which they are written; what is null is not there.</summary>
    public IEnumerable<(string Name, string Value)> Members =>
        new (string Name, string? Value)[]
        {
            ("study", Study), ("audience", Audience), ("school", School), ("language", Language), ("code", Code), ("snapshot", SnapshotHash),
            ("plan", PlanHash), ("definition", StudyHash), ("engine", EngineVersion), ("result", ResultHash),
        }.Where(m => m.Value is not null).Select(m => (m.Name, m.Value!));

    /// <param name="find">The value of a member by its name, or null.</param>
    /// <returns>Null where one that every report has is missing: this is no report of ours.</returns>
    public static ReportStamp? Read(Func<string, string?> find) =>
        find("study") is { } study && find("audience") is { } audience && find("code") is { } code && find("snapshot") is { } snapshot && find("plan") is { } plan
            && find("definition") is { } definition && find("engine") is { } engine && find("result") is { } result
            ? new(study, audience, find("school"), find("language"), code, snapshot, plan, definition, engine, result) : null;
}
