using System.Text.Json.Nodes;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Tests.Studies;
using Xunit;

namespace Outcomes.Domain.Tests.Plans;

/// <summary>A plan that could not be run, or that would mislead, is refused with every reason, each at its place.</summary>
public class PlanRulesTests
{
    [Fact]
    public void The_plan_of_the_manual_is_read_whole()
    {
        var read = StudyExample.Read(PlanExample.Node());
        Assert.Empty(read.Faults);
        var plan = read.Value!.Plan;
        Assert.Equal(Multiplicity.Holm, plan.Multiplicity);
        Assert.Equal(Clustering.School, plan.Clustering);
        Assert.Equal(new MissingData(MissingMethod.MultipleImputation, 20, 20261122), plan.Missing);
        Assert.Equal(["course", "course", null], plan.Outcomes.Select(o => o.Family));
        Assert.Equal([CovariateSource.Language, CovariateSource.Score], plan.Covariates.Select(c => c.Source));
        Assert.Equal([1.0, 2.0, 4.0], plan.Sensitivity[4].Deltas);
        Assert.Equal(new PlannedEquivalence("course-stress", "live", "in-person", 2), Assert.Single(plan.Equivalence));
        Assert.Equal([null, "live", "live"], plan.Moderators.Select(m => m.Arm));
        Assert.Equal([Grouping.Language, Grouping.Connection], plan.Subgroups);
    }

    /// <summary>One edit of the plan of the manual (a path below /plan), and the one fault that answers it.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "multiplicity", "\"bonferroni\"", "multiplicity", "not_listed" },
        { "outcomes/0/family", "null", "outcomes[1].family", "family_of_one" },
        { "outcomes/1/family", "\"other\"", "outcomes[0].family,outcomes[1].family", "family_of_one" },
        { "outcomes/2/family", "\"course\"", "outcomes[2].family", "mixed_estimands" },
        { "multiplicity", "null", "outcomes[0].family,outcomes[1].family", "needs_the_other" },
        { "covariates/1/id", "\"language\"", "covariates[1].id", "duplicate" },
        { "covariates/2", """{"id":"again","source":"language"}""", "covariates[2]", "duplicate" },
        { "covariates/2", """{"id":"again","source":"score","instrument":"erq-ca","scale":"suppression","timepoint":"baseline"}""", "covariates[2]", "duplicate" },
        { "covariates/0/source", "\"age\"", "covariates[0].source", "not_listed" },
        { "covariates/0/instrument", "\"pss-10\"", "covariates[0].instrument", "does_not_apply" },
        { "covariates/0/timepoint", "\"baseline\"", "covariates[0].timepoint", "does_not_apply" },
        { "covariates/1/instrument", "null", "covariates[1].instrument", "needed_here" },
        { "covariates/1/scale", "null", "covariates[1].scale", "needed_here" },
        { "covariates/1/timepoint", "null", "covariates[1].timepoint", "needed_here" },
        { "covariates/1/instrument", "\"bdi\"", "covariates[1].instrument", "unknown_instrument" },
        { "covariates/1/scale", "\"total\"", "covariates[1].scale", "unknown_scale" },
        { "covariates/1/timepoint", "\"midway\"", "covariates[1].timepoint", "unknown_timepoint" },
        { "covariates/1/timepoint", "\"endpoint\"", "covariates[1].timepoint", "after_start" },
        { "covariates/1", """{"id":"x","source":"score","instrument":"session-check-in","scale":"stress","timepoint":"before-session"}""", "covariates[1].timepoint", "wrong_kind" },
        { "clustering", "\"class\"", "clustering", "not_listed" },
        { "clustering", "\"none\"", "clustering", "contradiction" },
        { "missing/method", "\"last_value\"", "missing.method", "not_listed" },
        { "missing/imputations", "null", "missing.imputations", "needed_here" },
        { "missing/imputations", "4", "missing.imputations", "out_of_range" },
        { "missing/imputations", "1001", "missing.imputations", "out_of_range" },
        { "missing/seed", "null", "missing.seed", "needed_here" },
        { "missing/seed", "-1", "missing.seed", "out_of_range" },
        { "sensitivity/0/seed", "1", "sensitivity[0].seed", "does_not_apply" },
        { "sensitivity/0/imputations", "20", "sensitivity[0].imputations", "does_not_apply" },
        { "sensitivity/0/deltas", "[1]", "sensitivity[0].deltas", "does_not_apply" },
        { "sensitivity/1/kind", "\"guess\"", "sensitivity[1].kind", "not_listed" },
        { "sensitivity/1/kind", "\"complete_cases\"", "sensitivity[1].kind", "duplicate" },
        { "sensitivity/4/deltas", "[]", "sensitivity[4].deltas", "needed_here" },
        { "sensitivity/4/deltas", "[1, 1]", "sensitivity[4].deltas[1]", "duplicate" },
        { "sensitivity/4/deltas", "[1, -40]", "sensitivity[4].deltas[1]", "out_of_range" },
        { "sensitivity/4/deltas", "[1, 1e999]", "sensitivity[4].deltas[1]", "wrong_type" },
        { "sensitivity/4/imputations", "2", "sensitivity[4].imputations", "out_of_range" },
        { "sensitivity/5/seed", "null", "sensitivity[5].seed", "needed_here" },
        { "sensitivity/5/imputations", "20", "sensitivity[5].imputations", "does_not_apply" },
        { "sensitivity/6", """{"kind":"multiple_imputation","imputations":20,"seed":1}""", "sensitivity[6].kind", "same_as_primary" },
        { "equivalence/0/outcome", "\"calm\"", "equivalence[0].outcome", "unknown_outcome" },
        { "equivalence/0/outcome", "\"session-stress\"", "equivalence[0].outcome", "wrong_estimand" },
        { "equivalence/0/arm", "\"recorded\"", "equivalence[0].arm", "unknown_arm" },
        { "equivalence/0/comparator", "\"live\"", "equivalence[0]", "same_arm" },
        { "equivalence/0/margin", "-2", "equivalence[0].margin", "not_positive" },
        { "equivalence/0/margin", "0", "equivalence[0].margin", "not_positive" },
        { "equivalence/0/margin", "40.5", "equivalence[0].margin", "out_of_range" },
        { "equivalence/1", """{"outcome":"course-stress","arm":"in-person","comparator":"live","margin":1}""", "equivalence[1]", "duplicate" },
        { "moderators/0/by", "\"weather\"", "moderators[0].by", "not_listed" },
        { "moderators/0/outcome", "\"calm\"", "moderators[0].outcome", "unknown_outcome" },
        { "moderators/1/id", "\"latency\"", "moderators[1].id", "duplicate" },
        { "moderators/1/comparator", "null", "moderators[1].comparator", "needs_the_other" },
        { "moderators/1/arm", "null", "moderators[1].arm", "needs_the_other" },
        { "moderators/1/arm", "\"in-person\"", "moderators[1]", "same_arm" },
        { "moderators/1/comparator", "\"waiting-list\"", "moderators[1].comparator", "no_sessions" },
        { "moderators/1/by", "\"packet_loss\"", "moderators[1].comparator", "no_sessions" },
        { "moderators/1/outcome", "\"session-stress\"", "moderators[1].outcome", "wrong_estimand" },
        { "moderators/3", """{"id":"twice","by":"audio_latency","outcome":"session-stress"}""", "moderators[3]", "duplicate" },
        { "subgroups/1/by", "\"language\"", "subgroups[1].by", "duplicate" },
        { "subgroups/1/by", "\"gender\"", "subgroups[1].by", "not_listed" },
        { "contrasts", "[]", "covariates,sensitivity,equivalence", "no_contrast" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void One_mistake_is_told_at_its_place_and_nowhere_else(string pointer, string value, string paths, string code)
    {
        var faults = StudyExample.Read(Edited(("/plan/" + pointer, value))).Faults;
        Assert.Equal(paths.Split(',').Select(path => ($"plan.{path}", code)), faults.Select(f => (f.Field, f.Code)));
        Assert.All(faults, f => Assert.EndsWith(".", f.Reason));
    }

    [Fact]
    public void A_method_of_adjustment_without_a_family_is_refused() => Assert.Equal(["plan.multiplicity needs_the_other"],
        Faults(("/plan/outcomes/0/family", "null"), ("/plan/outcomes/1/family", "null")));

    [Fact]
    public void What_tells_languages_apart_needs_two_of_them() => Assert.Equal(
        ["plan.covariates[0].source one_level", "plan.moderators[2].by one_level", "plan.subgroups[0].by one_level"],
        Faults(("/languages", "[\"en\"]"), ("/title", """{"en":"Pilot"}""")));

    [Fact]
    public void What_tells_districts_apart_needs_two_of_them()
    {
        var edits = new[] { ("/plan/subgroups/0/by", "\"district\""), ("/plan/covariates/0/source", "\"district\"") };
        Assert.Empty(Faults(edits));
        var one = """[{"id":"north","title":"North","schools":[{"id":"oak","title":"Oak"},{"id":"elm","title":"Elm"}]}]""";
        Assert.Equal(["plan.covariates[0].source one_level", "plan.subgroups[0].by one_level"], Faults([.. edits, ("/districts", one)]));
    }

    [Fact]
    public void Schools_need_to_be_several_for_clusters_and_for_a_model_of_them() => Assert.Equal(
        ["plan.clustering one_school", "plan.sensitivity[3].kind one_school"],
        Faults(("/districts", """[{"id":"north","title":"North","schools":[{"id":"oak","title":"Oak"}]}]"""), ("/allocation/unit", "\"participant\"")));

    [Fact]
    public void Where_nobody_was_given_to_an_arm_arms_cannot_be_given_anew() => Assert.Equal(["plan.sensitivity[5].kind not_allocated"],
        Faults(("/allocation", """{"unit":"none","randomized":false}""")));

    [Fact]
    public void Complete_cases_are_no_sensitivity_analysis_of_complete_cases() => Assert.Equal(["plan.sensitivity[0].kind same_as_primary"],
        Faults(("/plan/missing", """{"method":"complete_cases"}""")));

    [Fact]
    public void Complete_cases_draw_nothing() => Assert.Equal(
        ["plan.missing.imputations does_not_apply", "plan.missing.seed does_not_apply", "plan.sensitivity[0].kind same_as_primary"],
        Faults(("/plan/missing/method", "\"complete_cases\"")));

    [Fact]
    public void The_score_at_the_start_is_adjusted_for_without_being_asked() => Assert.Equal(["plan.covariates[2] adjusted_anyway"], Faults(
        ("/plan/outcomes", $"[{PlanExample.Node()["plan"]!["outcomes"]![0]!.ToJsonString()},{PlanExample.Node()["plan"]!["outcomes"]![2]!.ToJsonString()}]"),
        ("/plan/outcomes/0/family", "null"), ("/plan/multiplicity", "null"),
        ("/plan/covariates/2", """{"id":"start","source":"score","instrument":"pss-10","scale":"total","timepoint":"baseline"}""")));

    [Fact]
    public void Where_no_arm_has_sessions_nothing_depends_on_them() => Assert.Equal(
        ["plan.moderators[0].by no_sessions", "plan.moderators[1].arm no_sessions", "plan.moderators[1].comparator no_sessions", "plan.subgroups[1].by no_sessions"],
        Faults(("/arms/0/delivery", "\"none\""), ("/arms/2/delivery", "\"none\"")));

    [Fact]
    public void Every_mistake_of_a_plan_is_named_at_once() => Assert.Equal(
        [
            "plan.contrasts[0].arm unknown_arm", "plan.covariates[1].scale unknown_scale", "plan.equivalence[0].margin not_positive",
            "plan.missing.imputations out_of_range", "plan.moderators[1].comparator no_sessions", "plan.outcomes[0].scale unknown_scale",
            "plan.sensitivity[4].deltas needed_here", "plan.subgroups[1].by duplicate",
        ],
        Faults(("/plan/outcomes/0/scale", "\"sum\""), ("/plan/contrasts/0/arm", "\"nobody\""), ("/plan/covariates/1/scale", "\"sum\""), ("/plan/missing/imputations", "1"),
            ("/plan/sensitivity/4/deltas", "[]"), ("/plan/equivalence/0/margin", "-1"), ("/plan/moderators/1/comparator", "\"waiting-list\""),
            ("/plan/subgroups/1/by", "\"language\"")).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_code_of_a_plan_s_fault_stands_in_the_manual()
    {
        var manual = File.ReadAllText(Repository.PathOf("docs", "how-to", "plan.md"));
        var codes = Mistakes.SelectMany(m => StudyExample.Read(Edited(("/plan/" + m.Data.Item1, m.Data.Item2))).Faults).Select(f => f.Code).Distinct();
        Assert.DoesNotContain(codes, code => !manual.Contains($"`{code}`", StringComparison.Ordinal));
    }

    [Fact]
    public void No_reason_repeats_what_was_sent()
    {
        foreach (var (pointer, _, _, _) in Mistakes.Select(m => m.Data))
            foreach (var fault in StudyExample.Read(Edited(("/plan/" + pointer, "\"zoe-example-name\""))).Faults)
                Assert.DoesNotContain("zoe-example-name", fault.Reason);
    }

    static List<string> Faults(params (string Pointer, string Value)[] edits) => [.. StudyExample.Read(Edited(edits)).Faults.Select(f => $"{f.Field} {f.Code}")];

    static JsonNode Edited(params (string Pointer, string Value)[] edits)
    {
        var root = PlanExample.Node();
        foreach (var (pointer, value) in edits) JsonEdit.Set(root, pointer, JsonNode.Parse(value));
        return root;
    }
}
