using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Releases;
using Outcomes.Jobs.Analyses;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Which reports a study lacks, from what is stored: the researcher's of its newest analysis, the board's of the one that was issued last.
/// An analysis by another version of the engine is left alone: it is computed anew, and its reports with it.
/// </summary>
public sealed class ReportsDue(StudyStore studies, AnalysisStore analyses, ReportStore reports, IssueStore issues)
{
    static readonly Actor Job = Actor.OnThisMachine("job");

    public IEnumerable<string> Studies => studies.All(Job).Select(s => s.Id);

    public IReadOnlyList<ReportSet> Of(string study)
    {
        if (studies.Lookup(Job, study) is not { } known) return [];
        var languages = ReportLanguages.Of(known.Study);
        return [.. Keys(study).Select(key => new ReportSet(key, languages, reports.Of(key))).Where(set => !set.Complete)];
    }

    IEnumerable<ReportKey> Keys(string study)
    {
        if (analyses.Newest(Job, study) is { } newest && newest.EngineVersion == AnalysisEngine.Version)
            yield return new(newest.Id, EnumNames<Audience>.Of(Audience.Researcher));
        if (issues.Newest(Job, study) is { } issued && analyses.Find(Job, study, issued)?.EngineVersion == AnalysisEngine.Version)
            yield return new(issued, EnumNames<Audience>.Of(Audience.Board));
    }
}
