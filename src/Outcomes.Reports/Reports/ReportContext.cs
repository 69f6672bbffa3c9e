using System.Security.Cryptography;
using System.Text;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Reports.Reports;

/// <summary>What every part of one report looks things up in: the released result and the reader's texts.</summary>
public sealed record ReportContext(ReleasedResult Released, Texts T)
{
    public AnalysisResult Result => Released.Result;
    public StudyFacts Study => Result.Study;
    public bool IsBoard => Released.Audience == Audience.Board;
    public string StudyTitle => Study.Title.TryGetValue(T.Language.Tag, out var title) ? title : Study.Title.OrderBy(t => t.Key, StringComparer.Ordinal).First().Value;

    /// <summary>The outcome that the report is about first: the primary one over the course, if the plan has one.</summary>
    public OutcomeResult Primary => Result.Outcomes
        .OrderBy(o => o.Role == OutcomeRole.Primary ? 0 : 1).ThenBy(o => o.Estimand == Estimand.CourseChange ? 0 : 1).First();

    /// <summary>'students' or 'participants', as a key's ending.</summary>
    public string Who(string key) => T[$"{key}.{(Study.Population == Population.Students ? "students" : "participants")}"];

    public string ArmTitle(string? arm) => arm is null ? T["arm.all"] : Study.Arms.First(a => a.Id == arm).Title;
    public string TimepointTitle(string id) => Study.Timepoints.First(t => t.Id == id).Title;
    public InstrumentFacts InstrumentOf(OutcomeResult outcome) => Result.Provenance.Instruments.First(i => i.Id == outcome.Instrument);

    /// <summary>Ten signs that stand for study, plan, data and engine: two reports with one code show the same numbers.</summary>
    public string Code { get; } = ShortCode(Released.Result.Provenance);

    public string Confidence => T.Percent(Study.Confidence * 100);

    /// <remarks>Crockford's alphabet: no letter that is read as another or as a digit.</remarks>
    static string ShortCode(Provenance p)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{p.StudyHash}\n{p.PlanHash}\n{p.SnapshotHash}\n{p.EngineVersion}"));
        var signs = string.Concat(hash.Take(10).Select(b => alphabet[b & 31]));
        return $"{signs[..4]}-{signs[4..8]}-{signs[8..]}";
    }
}
