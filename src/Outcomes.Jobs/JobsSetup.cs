using Microsoft.Extensions.DependencyInjection;
using Outcomes.Jobs.Analyses;
using Outcomes.Jobs.Reports;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs;

public static class JobsSetup
{
    /// <summary>The jobs and what they need; they start and stop with the host.</summary>
    /// <param name="browser">Path of the browser that prints; null: the first one found.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, string dataDirectory, JobTimes times, string? browser) => services
        .AddScheduler(dataDirectory)
        .AddSingleton(times)
        .AddSingleton(_ => new PdfPrinter(browser))
        .AddTransient<AnalyseStudy>()
        .AddSingleton<ReportsDue>()
        .AddSingleton<OutsideReleases>()
        .AddSingleton<IssueAnalyses>()
        .AddTransient<MakeReports>()
        .AddHostedService<WorkSweep>();
}
