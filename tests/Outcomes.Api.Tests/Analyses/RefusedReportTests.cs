using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Domain.Audit;
using Outcomes.Jobs.Analyses;
using Outcomes.Jobs.Reports;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Analyses;

/// <summary>What is left to be done of a set of reports when some of them are not there.</summary>
public sealed class RefusedReportTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    public async Task A_report_that_the_disclosure_rule_refuses_is_not_tried_again_and_one_that_failed_otherwise_is(long refused, int leftToDo)
    {
        var (host, _) = await Started();
        await using var __ = host;
        (await host.Send("assessments", Json(Stress("S1-001")))).EnsureSuccessStatusCode();
        var (analyses, reports) = (host.Services.GetRequiredService<AnalysisStore>(), host.Services.GetRequiredService<ReportStore>());
        var stale = Assert.Single(analyses.Stale(AnalysisEngine.Version));
        var analysis = NewId().ToString("D");
        await analyses.Begin(analysis, stale, AnalysisEngine.Version);
        await analyses.Finish(analysis, "{}", "hash", new AuditEvent("test", "analysis_finished", analysis, Id));
        await host.Services.GetRequiredService<IssueStore>().Issue(Id, analysis);
        var due = ActivatorUtilities.CreateInstance<ReportsDue>(host.Services);
        Assert.Equal(["board", "researcher"], due.Of(Id).Select(set => set.Key.Audience).Order());

        foreach (var set in due.Of(Id))
            await reports.Store([.. set.Refused("A small group cannot be protected by hiding.").Select(r => r with { Refused = refused })],
                new AuditEvent("test", "reports_made", analysis, Id));

        Assert.Equal(leftToDo, due.Of(Id).Count);
    }
}
