using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Consents;
using Outcomes.Jobs;
using Outcomes.Jobs.Consents;
using Xunit;
using static Outcomes.Api.Tests.Consents.Consenting;

namespace Outcomes.Api.Tests.Consents;

/// <summary>What is kept longer than the study says is proposed, waits for a steward, and goes only then.</summary>
public class RetentionTests
{
    static readonly Actor Steward = Actor.OnThisMachine("test");

    [Fact]
    public async Task A_withdrawal_is_due_after_its_days_is_proposed_and_goes_when_approved()
    {
        var clock = At(2026, 4, 1);
        await using var host = await Started(s => s with { Time = clock });
        var retention = host.Services.GetRequiredService<RetentionStore>();
        await host.Record([.. Agreed("S1-001"), .. Agreed("S1-002")]);
        await host.Record(Said("S1-002", "research", "guardian", "withdrawn", "2026-03-20"));
        await Run(host);
        Assert.Equal(0, retention.Proposed("small"));                 // 30 days are not over; who never answered is not due either

        clock.Move(TimeSpan.FromDays(19));
        await Run(host);
        Assert.Equal(1, retention.Proposed("small"));
        await Run(host);
        Assert.Equal(4, Participants(host));                          // on sight nothing goes, however often it is seen

        var seen = Assert.Single(retention.Due(Steward, "small", Rule(host), new DateOnly(2026, 4, 20)));
        Assert.Equal(("S1-002", "consent_withdrawn", "2026-04-19"), (seen.Pseudonym, seen.Reason, seen.DueOn));
        Assert.Equal(0, await retention.Approve(Steward, "small", "2026-04-19T00:00:00.000Z"));    // what was not seen is not approved
        Assert.Equal(1, await retention.Approve(Steward, "small", seen.ProposedUtc!));
        await Run(host);
        Assert.Equal((3, 0), (Participants(host), retention.Proposed("small")));
        Assert.Contains("\"reason\":\"consent_withdrawn\"", host.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_jobs_propose_by_themselves_and_who_agrees_again_before_it_is_approved_is_no_longer_due()
    {
        await using var host = await Started(s => Analysing.Settings(s) with { Time = At(2026, 6, 1) });
        var retention = host.Services.GetRequiredService<RetentionStore>();
        await host.Record([.. Agreed("S1-002"), Said("S1-002", "research", "guardian", "withdrawn", "2026-03-20")]);
        await Until(host, () => retention.Proposed("small") == 1);
        await host.Record(Said("S1-002", "research", "guardian", "given", "2026-05-30"));
        await Until(host, () => retention.Proposed("small") == 0);
        Assert.Equal(4, Participants(host));
    }

    [Fact]
    public async Task After_the_studys_end_and_the_months_that_it_says_everyone_is_due()
    {
        var clock = At(2027, 7, 30);
        await using var host = await Started(s => s with { Time = clock });
        await host.Record(Agreed("S1-001"));
        await Run(host);
        Assert.Equal(0, host.Services.GetRequiredService<RetentionStore>().Proposed("small"));
        clock.Move(TimeSpan.FromDays(1));
        await Run(host);
        Assert.Equal(4, host.Services.GetRequiredService<RetentionStore>().Proposed("small"));
    }

    static TestClock At(int year, int month, int day) => new(new DateTimeOffset(year, month, day, 8, 0, 0, TimeSpan.Zero));

    static Task Run(RunningHost host) => ActivatorUtilities.CreateInstance<KeepRetention>(host.Services).Run("small", TestContext.Current.CancellationToken);

    static RetentionRule Rule(RunningHost host) => host.Services.GetRequiredService<StudyStore>().Lookup(Steward, "small")!.Study.Consent!.Retention!;

    static long Participants(RunningHost host) => host.Services.GetRequiredService<ConsentRegister>().KeptOut(Steward, "small").Participants;

    static async Task Until(RunningHost host, Func<bool> holds) => await Analysing.Until(() =>
    {
        host.Services.GetRequiredService<Wake>().Nudge();
        return Task.FromResult(holds() ? "" : null);
    });
}
