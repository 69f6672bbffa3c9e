using System.Text.Json.Nodes;

namespace Outcomes.Jobs.Tests.Plans;

/// <summary>Plans drawn at random from all that a plan can ask for, many of them with faults, in designs drawn at random as well.</summary>
sealed class RandomPlan(Random random)
{
    static readonly string[] Deliveries = ["none", "live", "recorded", "hybrid", "in_person", "immersive"];
    static readonly string[] Moderators = ["audio_latency", "packet_loss", "concealment", "teacher_present", "language"];
    static readonly string[] Kinds = ["complete_cases", "change_score", "rank_based", "mixed_model", "multiple_imputation", "delta_adjusted", "permutation_test"];

    /// <summary>The study with another design and another plan.</summary>
    public JsonObject In(JsonObject definition)
    {
        var study = (JsonObject)definition.DeepClone();
        foreach (var arm in study["arms"]!.AsArray()) if (One(12)) arm!["delivery"] = Any(Deliveries);
        study["allocation"] = One(3) ? JsonNode.Parse("""{"unit":"participant","randomized":true}""") : One(4) ? JsonNode.Parse("""{"unit":"none","randomized":false}""") : study["allocation"]!.DeepClone();
        var plan = study["plan"]!.AsObject();
        var outcomes = Some(plan["outcomes"]!.AsArray(), atLeast: 1);
        foreach (var outcome in outcomes) { outcome!.AsObject().Remove("family"); if (One(3)) outcome["reliable_change"] = new JsonObject(); }
        var family = outcomes.Where(o => (string)o!["estimand"]! == "course_change").ToList();
        if (family.Count > 1 && One(2)) foreach (var member in family) member!["family"] = "all";
        var ids = outcomes.Select(o => (string)o!["id"]!).ToArray();
        var course = outcomes.Where(o => (string)o!["estimand"]! == "course_change").Select(o => (string)o!["id"]!).DefaultIfEmpty(ids[0]).ToArray();
        var missing = Missing();
        study["plan"] = new JsonObject
        {
            ["version"] = "9", ["confidence"] = Any(0.8, 0.9, 0.95, 0.99), ["outcomes"] = outcomes, ["contrasts"] = Some(plan["contrasts"]!.AsArray(), atLeast: One(8) ? 0 : 1),
            ["multiplicity"] = family.Any(m => m!["family"] is not null) ? Any("holm", "hochberg", "benjamini_hochberg") : null,
            ["clustering"] = Any("school", One(3) ? "none" : null, null), ["missing"] = missing, ["covariates"] = Covariates(study),
            ["sensitivity"] = Sensitivity(missing is null ? "complete_cases" : "multiple_imputation"),
            ["equivalence"] = One(2) ? new JsonArray(Equivalence(course)) : null,
            ["moderators"] = List(random.Next(4), i => One(2) ? Moderator(i, course, "live", Arm()) : Moderator(i, ids, null, null)),
            ["subgroups"] = Some([.. new[] { "language", "district", "connection" }.Select(by => new JsonObject { ["by"] = by })]),
        };
        return study;
    }

    JsonNode? Missing() => One(2) ? null : new JsonObject { ["method"] = "multiple_imputation", ["imputations"] = 5, ["seed"] = random.Next(100) };

    JsonArray Sensitivity(string primary) => Some([.. Kinds.Where(kind => kind != primary || One(8)).Select(kind => new JsonObject
    {
        ["kind"] = kind, ["imputations"] = kind is "multiple_imputation" or "delta_adjusted" ? 5 : null,
        ["seed"] = kind is "multiple_imputation" or "delta_adjusted" or "permutation_test" ? random.Next(100) : null,
        ["deltas"] = kind == "delta_adjusted" ? new JsonArray(-1.5, 0, 2) : null,
    })]);

    JsonArray Covariates(JsonObject study)
    {
        var all = new JsonArray(JsonNode.Parse("""{"id":"language","source":"language"}"""), JsonNode.Parse("""{"id":"district","source":"district"}"""));
        foreach (var outcome in study["plan"]!["outcomes"]!.AsArray().Where(o => (string)o!["estimand"]! == "course_change"))
            all.Add((JsonNode)new JsonObject
            {
                ["id"] = $"start-{outcome!["id"]}", ["source"] = "score", ["instrument"] = outcome["instrument"]!.DeepClone(), ["scale"] = outcome["scale"]!.DeepClone(),
                ["timepoint"] = "baseline",
            });
        return Some(all);
    }

    JsonObject Equivalence(string[] outcomes) => new() { ["outcome"] = Any(outcomes), ["arm"] = "live", ["comparator"] = Arm(), ["margin"] = Any(0.5, 2, 5) };

    JsonObject Moderator(int i, string[] outcomes, string? arm, string? comparator) =>
        new() { ["id"] = $"m{i}", ["by"] = Any(Moderators), ["outcome"] = Any(outcomes), ["arm"] = arm, ["comparator"] = comparator };

    /// <summary>Rarely one that cannot be compared with live sessions, or not by what happens in sessions.</summary>
    string Arm() => One(8) ? Any("live", "waiting-list") : "hybrid";

    bool One(int inSoMany) => random.Next(inSoMany) == 0;

    T Any<T>(params T[] values) => values[random.Next(values.Length)];

    static JsonArray List(int count, Func<int, JsonObject> make) => [.. Enumerable.Range(0, count).Select(make)];

    JsonArray Some(JsonArray all, int atLeast = 0)
    {
        var kept = all.Where(_ => One(2)).ToList();
        return [.. (kept.Count < atLeast ? all.Take(atLeast) : kept).Select(e => e!.DeepClone())];
    }
}
