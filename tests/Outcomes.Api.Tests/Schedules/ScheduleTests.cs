using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data;
using Outcomes.Jobs;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Schedules;

/// <summary>What boards get when follows from the schedule, the clock and what is stored.</summary>
public sealed class ScheduleTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 7, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_board_gets_its_report_when_the_date_has_come_and_a_date_that_was_missed_is_caught_up_once()
    {
        var clock = new TestClock(Start);
        await using var host = await RunningHost.Start(s => Analysing.Settings(s) with { Time = clock });
        await host.PutStudy(Definition());
        (await host.Client.PutAsync("api/v1/studies/small/schedule", Text("""{"rule":"monthly","day":5}""", "application/json"))).EnsureSuccessStatusCode();
        await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")));
        await host.Send("assessments", Json(Stress("S1-001")));
        await host.Report("small", "researcher.html");
        await Sweeps(host);
        Assert.Equal(0, Issues(host));
        Assert.Equal(404, (int)(await host.Client.GetAsync("api/v1/studies/small/results/board")).StatusCode);

        clock.Move(TimeSpan.FromDays(70));   // past 5 December and 5 January
        using var later = await host.ClientWith(Domain.Access.Scopes.All);   // the first key has expired by then
        await Analysing.Until(async () => await later.GetAsync("api/v1/studies/small/reports/board.html") is { IsSuccessStatusCode: true } made ? made : null);
        await later.PostAsync("api/v1/studies/small/assessments", Json(Stress("S1-001", "endpoint", 1)));
        await Analysing.Until(() => Task.FromResult(Count(host, "SELECT COUNT(*) FROM analysis WHERE status = 'finished'") == 2 ? "two" : null));
        await Sweeps(host);
        Assert.Equal(1, Issues(host));

        clock.Move(TimeSpan.FromDays(30));
        await Analysing.Until(() => Task.FromResult(Issues(host) == 2 ? "two" : null));
    }

    [Theory]
    [InlineData("""{"rule":"monthly"}""", "day missing_field")]
    [InlineData("""{"rule":"monthly","day":31}""", "day out_of_range")]
    [InlineData("""{"rule":"after_term"}""", "dates missing_field")]
    [InlineData("""{"rule":"on_each_analysis","day":3}""", "day not_used")]
    [InlineData("""{"rule":"after_term","dates":["2026-12-18","2026-12-18"]}""", "dates duplicate")]
    [InlineData("""{"rule":"weekly"}""", "rule not_json")]
    [InlineData("""{"rule":"on_each_analysis","note":"x"}""", "note not_json")]
    public async Task A_schedule_that_cannot_be_kept_is_refused_with_its_fault(string schedule, string fault)
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        using var answer = await host.Client.PutAsync("api/v1/studies/small/schedule", Text(schedule, "application/json"));
        Assert.Contains(" " + fault, await answer.Faults());
        Assert.Equal("""{"rule":"on_each_analysis"}""", await host.Client.GetStringAsync("api/v1/studies/small/schedule"));
    }

    [Fact]
    public void After_a_term_its_report_is_due_on_the_day_after_its_last()
    {
        var terms = new Domain.Schedules.ReleaseSchedule(Domain.Schedules.ScheduleRule.AfterTerm, Dates: [new(2026, 12, 18), new(2027, 6, 25)]);
        Assert.Null(terms.LastDue(new(2026, 12, 18, 23, 59, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2026, 12, 19, 0, 0, 0, TimeSpan.Zero), terms.LastDue(new(2027, 6, 25, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2027, 6, 26, 0, 0, 0, TimeSpan.Zero), terms.LastDue(new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Enough nudges for whatever might wrongly be done to be done.</summary>
    static async Task Sweeps(RunningHost host)
    {
        for (var i = 0; i < 10; i++) { host.Services.GetRequiredService<Wake>().Nudge(); await Task.Delay(50); }
    }

    static long Issues(RunningHost host) => Count(host, "SELECT COUNT(*) FROM report_issue");

    static long Count(RunningHost host, string sql) =>
        long.Parse(DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), sql)[0], System.Globalization.CultureInfo.InvariantCulture);
}
