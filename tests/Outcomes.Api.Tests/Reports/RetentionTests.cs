using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Data;
using Outcomes.Data.Reports;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Reports;

public sealed class RetentionTests
{
    [Fact]
    public async Task Of_researchers_reports_the_newest_stay_and_what_was_given_out_stays_whole()
    {
        await using var host = await RunningHost.Start(Analysing.Settings);
        await host.PutStudy(Definition());
        await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")));
        foreach (var timepoint in new[] { "baseline", "endpoint" })
        {
            await host.Send("assessments", Json(Stress("S1-001", timepoint), Stress("S2-001", timepoint)));
            var id = (string)(await host.Finished("small"))["id"]!;
            await Analysing.Until(() => Task.FromResult(Rows(host, $"SELECT 1 FROM report WHERE analysis_id = '{id}' AND audience = 'researcher' AND sha256 IS NOT NULL").Count > 0 ? id : null));
            // The board's too, in two languages with the absence of their PDFs: else they come between the look and the pruning.
            await Analysing.Until(() => Task.FromResult(Rows(host, $"SELECT 1 FROM report WHERE analysis_id = '{id}' AND audience = 'board'").Count == 5 ? id : null));
        }
        var given = Rows(host, "SELECT analysis_id, format, language, sha256 FROM report WHERE audience <> 'researcher' ORDER BY 1, 2, 3");
        Assert.Equal(2, Rows(host, "SELECT DISTINCT analysis_id FROM report WHERE audience = 'researcher'").Count);

        Assert.True(await host.Services.GetRequiredService<ReportStore>().Prune("small", keep: 1) > 0);

        Assert.Single(Rows(host, "SELECT DISTINCT analysis_id FROM report WHERE audience = 'researcher'"));
        Assert.Equal(given, Rows(host, "SELECT analysis_id, format, language, sha256 FROM report WHERE audience <> 'researcher' ORDER BY 1, 2, 3"));
        Assert.Equal(2, Rows(host, "SELECT id FROM analysis WHERE status = 'finished' AND result IS NOT NULL").Count);
        Assert.Single(Rows(host, "SELECT number FROM audit WHERE event LIKE '%reports_pruned%'"));
    }

    static List<string> Rows(RunningHost host, string sql) => DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), sql);
}
