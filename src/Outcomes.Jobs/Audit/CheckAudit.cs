using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Outcomes.Data.Audit;

namespace Outcomes.Jobs.Audit;

/// <summary>Looks at the whole audit chain once a day, and at the first start. What it found last stands on the audit page.</summary>
/// <remarks>Not work for the scheduler: that is of studies, and this is due by what is stored, whoever was asleep meanwhile.</remarks>
public sealed class CheckAudit(AuditChecks checks, JobTimes times, ILogger<CheckAudit> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try { if (checks.IsDue(Every)) await Check(); }
            catch (Exception fault) when (fault is not OperationCanceledException) { log.LogError(fault, "The audit chain could not be checked; it is tried again."); }
            await Task.Delay(times.Sweep, stoppingToken);
        }
    }

    async Task Check()
    {
        await Task.Yield();   // a long chain must not hold up the start
        if ((await checks.Whole()).Fault is { } fault) log.LogCritical("{Sentence} Keep the file as it is, and tell whoever looks into it.", fault.Sentence);
    }
}
