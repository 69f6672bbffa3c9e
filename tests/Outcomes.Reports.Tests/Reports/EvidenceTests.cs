using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Reports;
using Xunit;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests.Reports;

public class EvidenceTests
{
    [Fact]
    public void Groups_by_lot_with_few_lost_are_strong_evidence() => Assert.Equal(4, Of(SyntheticSample.Result()).Level);

    [Fact]
    public void Groups_not_by_lot_are_limited_evidence_at_most() => Assert.Equal(2, Of(Allocated(new(AllocationUnit.School, Randomized: false))).Level);

    [Fact]
    public void One_group_is_weak_evidence_whatever_else() => Assert.Equal(1, Of(OneArm()).Level);

    [Fact]
    public void Many_lost_take_one_step()
    {
        var result = SyntheticSample.Result();
        var groups = result.Outcomes[0].Groups.Select(g => g with { Started = Q(g.Finished.Value!.Value / 0.79) }).ToList();
        var evidence = Of(result with { Outcomes = [result.Outcomes[0] with { Groups = groups }] });
        Assert.Equal(3, evidence.Level);
        Assert.Contains(evidence.Reasons, r => r is { Key: "evidence.lost.many", Number: > 20.9 and < 21.1 });
    }

    [Fact]
    public void A_hidden_loss_takes_one_step_since_it_may_be_large()
    {
        var result = SyntheticSample.Result();
        var groups = result.Outcomes[0].Groups.Select(g => g with { Started = Quantity.None(Absence.Complementary) }).ToList();
        Assert.Equal(3, Of(result with { Outcomes = [result.Outcomes[0] with { Groups = groups }] }).Level);
    }

    [Fact]
    public void Few_schools_few_people_a_wide_interval_and_an_unvalidated_measure_each_take_one_step_down_to_weak()
    {
        var result = SyntheticSample.Result();
        var contrast = result.Outcomes[0].Contrasts[0] with { Difference = E(-2, -5, 1), G = E(-0.3, -0.8, 0.2) };
        var groups = result.Outcomes[0].Groups.Select(g => g with { Started = Q(40), Finished = Q(39) }).ToList();
        var evidence = Of(result with
        {
            Study = result.Study with { Schools = 8 },
            Outcomes = [result.Outcomes[0] with { Contrasts = [contrast], Groups = groups, Instrument = "session-check-in" }],
        });
        Assert.Equal(1, evidence.Level);
        Assert.Equal(["evidence.people.few", "evidence.schools.few", "evidence.wide", "evidence.not_validated"],
            evidence.Reasons.Where(r => r.Step < 0).Select(r => r.Key));
    }

    static AnalysisResult Allocated(Allocation allocation)
    {
        var result = SyntheticSample.Result();
        return result with { Study = result.Study with { Allocation = allocation } };
    }

    static Evidence Of(AnalysisResult result)
    {
        var outcome = result.Outcomes[0];
        return Evidence.Of(result.Study, outcome, Finding.Of(result.Study, outcome), result.Provenance.Instruments.First(i => i.Id == outcome.Instrument));
    }
}
