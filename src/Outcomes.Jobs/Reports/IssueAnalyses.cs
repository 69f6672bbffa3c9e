using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Domain.Access;
using Outcomes.Jobs.Analyses;

namespace Outcomes.Jobs.Reports;

/// <summary>Decides which analyses boards and schools get reports of: without a schedule, each newest one.</summary>
public sealed class IssueAnalyses(AnalysisStore analyses, IssueStore issues)
{
    static readonly Actor Job = Actor.OnThisMachine("job");

    public async Task Issue(string study)
    {
        if (analyses.Newest(Job, study) is not { } newest || newest.EngineVersion != AnalysisEngine.Version) return;
        if (issues.Newest(Job, study) != newest.Id) await issues.Issue(study, newest.Id);
    }
}
