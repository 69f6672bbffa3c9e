using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;
using Outcomes.Jobs.Tests.Analyses;
using Xunit;

namespace Outcomes.Jobs.Tests.Plans;

/// <summary>Whatever the rules of a plan let through, the engine can run: on nobody, on one person, on a few.</summary>
public class AcceptedPlanTests
{
    const int Plans = 200;

    static readonly (JsonObject Definition, Snapshot Snapshot) All = EdgeData.Small();

    static readonly Lazy<List<(JsonObject Definition, Checked<StudyDefinition> Read)>> Drawn = new(() =>
    {
        var plans = new RandomPlan(new Random(20261122));
        return [.. Enumerable.Range(0, Plans).Select(_ => plans.In(All.Definition))
            .Select(d => (d, StudyReader.Read(Encoding.UTF8.GetBytes(d.ToJsonString()), InstrumentCatalogue.BuiltIn.Find)))];
    });

    static IEnumerable<JsonObject> Accepted => Drawn.Value.Where(d => d.Read.Ok).Select(d => d.Definition);

    [Fact]
    public void Many_of_the_plans_drawn_are_accepted_and_many_are_refused() => Assert.InRange(Accepted.Count(), Plans / 6, 5 * Plans / 6);

    [Fact]
    public void Every_accepted_plan_has_a_result_without_anybody() => Assert.All(Accepted, plan =>
        EdgeData.Run(plan, All.Snapshot with { Participants = [], Sessions = [], Assessments = [] }));

    [Fact]
    public void Every_accepted_plan_has_a_result_of_one_person() => Assert.All(Accepted.Index(), plan =>
    {
        var one = All.Snapshot.Participants[plan.Index % All.Snapshot.Participants.Count].Pseudonym;
        EdgeData.Run(plan.Item, All.Snapshot.Of(p => p.Pseudonym == one));
    });

    [Fact]
    public void Every_accepted_plan_has_a_result_of_everybody() => Assert.All(Accepted.Take(12), plan => EdgeData.Run(plan, All.Snapshot));
}
