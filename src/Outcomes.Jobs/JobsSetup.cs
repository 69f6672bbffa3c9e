using Microsoft.Extensions.DependencyInjection;
using Outcomes.Jobs.Analyses;
using Outcomes.Jobs.Consents;
using Outcomes.Jobs.Reports;
using Outcomes.Jobs.Webhooks;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs;

public static class JobsSetup
{
    /// <summary>What makes and checks reports, in a job or for someone who asks.</summary>
    /// <param name="browser">Path of the browser that prints; null: the first one found.</param>
    public static IServiceCollection AddReports(this IServiceCollection services, string? browser) => services
        .AddSingleton(_ => new PdfPrinter(browser))
        .AddSingleton<OutsideReleases>()
        .AddSingleton<RedrawReport>()
        .AddSingleton<VerifyReport>();

    /// <summary>The jobs and what they need beside <see cref="AddReports"/>; they start and stop with the host.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, string dataDirectory, JobTimes times) => services
        .AddScheduler(dataDirectory)
        .AddSingleton(times)
        .AddSingleton<ReportsDue>()
        .AddSingleton<IssueAnalyses>()
        .AddTransient<AnalyseStudy>()
        .AddTransient<MakeReports>()
        .AddTransient<MakeSchoolReports>()
        .AddSingleton<SendNotices>()
        .AddTransient<KeepRetention>()
        .AddHostedService<WorkSweep>();
}
