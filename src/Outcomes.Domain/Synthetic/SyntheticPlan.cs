using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using static Outcomes.Domain.Synthetic.SyntheticStudyFile;

namespace Outcomes.Domain.Synthetic;

/// <summary>
/// The synthetic study's plan: it asks for all that a plan of this design may, also where nothing was put in to find (language, district and an
/// educator's presence change no effect here, and latency only goes along with concealment).
/// </summary>
static class SyntheticPlan
{
    const string PrimaryOutcome = "stress", SessionOutcome = "session-stress";
    const int Imputations = 20, Seed = 20240902;

    /// <summary>Points of the scale: on the PSS-10 about a third of a standard deviation, the least that would matter here.</summary>
    const double Margin = 2;

    public static JsonObject Create(SyntheticSettings settings, InstrumentDefinition checkIn) => new()
    {
        ["version"] = "1",
        ["confidence"] = 0.95,
        ["outcomes"] = Array([
            .. settings.Scales.Select(s =>
                Outcome(s.Id, s.Role, "course_change", s.Domain, s.Instrument, s.Scale, CourseTimepoints[0], CourseTimepoints[1])),
            .. settings.CheckIns.Select(c =>
                Outcome(c.Id, OutcomeRole.Secondary, "session_change", c.Domain, checkIn.Id, c.Scale, BeforeSession, AfterSession))]),
        ["contrasts"] = Array([Pair(SyntheticSchool.Live, SyntheticSchool.Waiting), Pair(SyntheticSchool.Hybrid, SyntheticSchool.Waiting)]),
        ["multiplicity"] = "holm",
        ["covariates"] = Array([new JsonObject { ["id"] = "language", ["source"] = "language" }]),
        ["clustering"] = "school",
        ["missing"] = new JsonObject { ["method"] = "complete_cases" },
        ["sensitivity"] = Array(Sensitivity()),
        ["equivalence"] = Array([With(Pair(SyntheticSchool.Live, SyntheticSchool.Hybrid), ("outcome", PrimaryOutcome), ("margin", Margin))]),
        ["moderators"] = Array([
            Moderator("latency", "audio_latency", SessionOutcome), Moderator("concealment", "concealment", SessionOutcome),
            Moderator("educator", "teacher_present", SessionOutcome),
            With(Pair(SyntheticSchool.Live, SyntheticSchool.Waiting), ("id", "language"), ("by", "language"), ("outcome", PrimaryOutcome))]),
        ["subgroups"] = Array(EnumNames<Grouping>.All.Select(by => new JsonObject { ["by"] = by })),
    };

    /// <remarks>Complete cases are the primary analysis; every other kind stands beside it.</remarks>
    static IEnumerable<JsonObject> Sensitivity() =>
    [
        Kind(SensitivityKind.ChangeScore), Kind(SensitivityKind.RankBased), Kind(SensitivityKind.MixedModel),
        With(Kind(SensitivityKind.MultipleImputation), ("imputations", Imputations), ("seed", Seed)),
        With(Kind(SensitivityKind.DeltaAdjusted), ("imputations", Imputations), ("seed", Seed), ("deltas", new JsonArray(-4, -2, 0, 2, 4))),
        With(Kind(SensitivityKind.PermutationTest), ("seed", Seed)),
    ];

    static JsonObject Kind(SensitivityKind kind) => new() { ["kind"] = EnumNames<SensitivityKind>.Of(kind) };

    static JsonObject Pair(string arm, string comparator) => new() { ["arm"] = arm, ["comparator"] = comparator };

    static JsonObject Moderator(string id, string by, string outcome) => new() { ["id"] = id, ["by"] = by, ["outcome"] = outcome };

    static JsonObject With(JsonObject json, params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        foreach (var (name, value) in members) json[name] = value;
        return json;
    }

    static JsonObject Outcome(string id, OutcomeRole role, string estimand, string domain, string instrument, string scale, string from, string to)
    {
        var outcome = new JsonObject
        {
            ["id"] = id, ["role"] = EnumNames<OutcomeRole>.Of(role), ["estimand"] = estimand, ["domain"] = domain,
            ["instrument"] = instrument, ["scale"] = scale, ["from"] = from, ["to"] = to,
        };
        // Alpha of the sample, and no norm: a norm for invented students would be one more invention.
        if (role == OutcomeRole.Primary) outcome["reliable_change"] = new JsonObject();
        else if (estimand == "course_change") outcome["family"] = "secondary";
        return outcome;
    }
}
