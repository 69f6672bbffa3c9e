using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Quartz.Extensibility;

namespace Outcomes.Jobs;

/// <summary>Work on one study. Doing it twice does no harm: it begins by asking whether it is still to be done.</summary>
public interface IStudyWork
{
    Task Run(string study, CancellationToken cancel);
}

/// <summary>One run of a job, or one that waits.</summary>
/// <param name="State">running, waiting, succeeded or failed.</param>
public sealed record JobState(string Job, string Study, string State, DateTimeOffset? AtUtc, TimeSpan? Duration, string? Failure);

/// <summary>
/// All that is known of Quartz, in this one file, so that another scheduler (Hangfire, say) can take its place. Its store is a file of
/// its own beside the data: it holds what may be lost, since the sweep would find the work again.
/// </summary>
public static class Scheduler
{
    const int Workers = 2;

    public static IServiceCollection AddScheduler(this IServiceCollection services, string dataDirectory)
    {
        var connection = $"Data Source={Path.Combine(dataDirectory, "jobs.db")};Default Timeout=30";
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(Workers);
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(Microsoft.Data.Sqlite.SqliteFactory.Instance, connection);
                store.ProvisionSchema();
                store.UseExecutionHistory();
            });
        });
        return services.AddSingleton<WorkQueue>().AddQuartzHostedService(options => options.WaitForJobsToComplete = false);
    }
}

/// <summary>Puts work before the scheduler, and tells what became of it.</summary>
public sealed class WorkQueue(IServiceProvider services)
{
    /// <summary>Work that waits or runs already is not put there a second time; the next sweep sees what came after it began.</summary>
    public async Task Enqueue<TWork>(string study, CancellationToken cancel) where TWork : class, IStudyWork
    {
        var scheduler = await Scheduler();
        var job = JobBuilder.Create<StudyJob<TWork>>().WithIdentity(study, typeof(TWork).Name).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancel);
        var key = new TriggerKey(study, typeof(TWork).Name);
        var conflict = await scheduler.GetTriggerState(key, cancel) == TriggerState.Error ? TriggerConflict.Replace : TriggerConflict.Keep;
        await scheduler.ScheduleTrigger(TriggerBuilder.Create().WithIdentity(key).ForJob(job).StartAt(services.GetRequiredService<TimeProvider>().GetUtcNow()).Build(), conflict, cancel);
    }

    /// <summary>What runs and waits, then what ended, the newest first.</summary>
    /// <param name="study">Null: of every study.</param>
    public async Task<IReadOnlyList<JobState>> Recent(string? study, CancellationToken cancel)
    {
        var scheduler = await Scheduler();
        var running = (await scheduler.QueryFireInstances(new FireInstanceQuery(), cancel)).Items;
        var waiting = (await scheduler.QueryTriggers(new TriggerQuery(), cancel)).Items.Where(t => running.All(r => r.TriggerKey != t.Key));
        var ended = (await services.GetRequiredService<IExecutionHistoryStore>()
            .QueryExecutions(new ExecutionHistoryQuery { SchedulerName = scheduler.SchedulerName }, cancel)).Items;
        return [.. running.Select(r => new JobState(r.JobKey!.Group, r.JobKey.Name, "running", r.FireTimeUtc, null, null))
            .Concat(waiting.Select(t => new JobState(t.JobKey.Group, t.JobKey.Name, "waiting", null, null, null)))
            .Concat(ended.OrderByDescending(e => e.FiredAtUtc).Select(e => new JobState(e.JobGroup, e.JobName, e.Succeeded ? "succeeded" : "failed", e.FiredAtUtc, e.Duration, e.ExceptionMessage)))
            .Where(s => study is null || s.Study == study)];
    }

    async Task<IScheduler> Scheduler() => await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
}

/// <summary>One kind of work as the scheduler sees it: one run a study at a time.</summary>
[DisallowConcurrentExecution]
sealed class StudyJob<TWork>(TWork work) : IJob where TWork : class, IStudyWork
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await work.Run(context.JobDetail.Key.Name, cancellationToken);
}
