using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Webhooks;
using Outcomes.Domain;
using Outcomes.Jobs.Analyses;
using Outcomes.Jobs.Consents;
using Outcomes.Jobs.Reports;
using Outcomes.Jobs.Webhooks;

namespace Outcomes.Jobs;

/// <summary>How often the jobs look for work, and how long they wait after a failure.</summary>
/// <param name="Sweep">The longest that a lost nudge costs.</param>
/// <param name="Settle">After a nudge, so that a partner's batches that follow each other are analysed together.</param>
/// <param name="FirstRetry">After the first failure; it doubles with each further one, up to <paramref name="LastRetry"/>.</param>
public sealed record JobTimes(TimeSpan Sweep, TimeSpan Settle, TimeSpan FirstRetry, TimeSpan LastRetry)
{
    public static readonly JobTimes Default = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    /// <summary>How long after so many failures.</summary>
    internal TimeSpan Wait(long failures)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 30));
        return wait < LastRetry ? wait : LastRetry;
    }

    internal bool IsDue(long failures, string? lastTriedUtc, DateTimeOffset now)
    {
        if (failures == 0 || lastTriedUtc is null) return true;
        return now >= Utc.Parse(lastTriedUtc) + Wait(failures);
    }
}

/// <summary>
/// Finds out from what is stored what has to be done, and has the scheduler do it: studies whose newest finished analysis is older than
/// their data, finished analyses without reports, rows that are kept too long, dates that have come,
/// schools that wait for theirs, and notices that were not sent.
/// </summary>
public sealed class WorkSweep(
    AnalysisStore analyses, ReportsDue reports, IssueAnalyses issue, SchoolRunStore schools, NoticeStore notices, KeepRetention retention, WorkQueue queue, Wake wake, JobTimes times, TimeProvider time, ILogger<WorkSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await analyses.CloseInterrupted();
        while (!stoppingToken.IsCancellationRequested)
        {
            try { await Sweep(stoppingToken); }
            catch (Exception fault) when (fault is not OperationCanceledException) { log.LogError(fault, "The sweep for work failed; it is repeated."); }
            await wake.Wait(times.Sweep, stoppingToken);
            await Task.Delay(times.Settle, stoppingToken);
        }
    }

    async Task Sweep(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var study in analyses.Stale(AnalysisEngine.Version).Where(s => times.IsDue(s.Failures, s.LastTriedUtc, now)))
            await queue.Enqueue<AnalyseStudy>(study.Id, cancel);
        foreach (var study in reports.Studies)
        {
            await issue.Issue(study);
            if (reports.Of(study).Any(set => times.IsDue(set.Attempt, set.LastTriedUtc, now))) await queue.Enqueue<MakeReports>(study, cancel);
        }
        foreach (var study in retention.Studies) await queue.Enqueue<KeepRetention>(study, cancel);
        await notices.Collect();
        foreach (var study in notices.Due(now).Select(n => n.StudyId).Distinct()) await queue.Enqueue<SendNotices>(study, cancel);
        foreach (var study in schools.UnderWay()) await queue.Enqueue<MakeSchoolReports>(study, cancel);
    }
}
