using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Schedules;
using Outcomes.Domain.Access;
using Outcomes.Domain.Schedules;
using Outcomes.Jobs.Analyses;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Decides which analyses boards and schools get reports of: without a schedule each newest one, else the newest when a date has come. A
/// date that was missed is caught up, once: what is due follows from the schedule, the clock, and when the last was issued.
/// </summary>
public sealed class IssueAnalyses(AnalysisStore analyses, IssueStore issues, ScheduleStore schedules, TimeProvider time)
{
    static readonly Actor Job = Actor.OnThisMachine("job");

    public async Task Issue(string study)
    {
        if (analyses.Newest(Job, study) is not { } newest || newest.EngineVersion != AnalysisEngine.Version) return;
        var set = schedules.Find(Job, study);
        if (set.Schedule.Rule == ScheduleRule.OnEachAnalysis ? issues.Newest(Job, study) != newest.Id : IsDue(study, set)) await issues.Issue(study, newest.Id);
    }

    /// <remarks>Data that are being analysed belong into the report: it waits for them.</remarks>
    bool IsDue(string study, StoredSchedule set) => set.Schedule.LastDue(time.GetUtcNow()) is { } due && due > set.SetUtc
        && !(issues.LastIssued(study) >= due) && analyses.Stale(AnalysisEngine.Version).All(s => s.Id != study);
}
