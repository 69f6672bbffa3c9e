using System.Text.Json;
using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;

namespace Outcomes.Domain.Synthetic;

/// <summary>The synthetic study's <c>study.json</c>: as a team would write it, but for the word SYNTHETIC.</summary>
static class SyntheticStudyFile
{
    public const string BeforeSession = "before-session", AfterSession = "after-session";
    public static readonly string[] CourseTimepoints = ["baseline", "endpoint", "follow-up"];
    static readonly string[] Districts = ["North", "East", "South"];

    public static JsonObject Create(SyntheticSettings settings, IReadOnlyList<SyntheticSchool> schools,
        IReadOnlyList<InstrumentDefinition> course, InstrumentDefinition checkIn) => new()
    {
        ["id"] = settings.StudyId,
        ["version"] = "1",
        ["title"] = new JsonObject
        {
            ["en"] = "Tele-music in schools (synthetic data)",
            ["es"] = "Telemúsica en las escuelas (datos sintéticos)",
            ["zh-Hans"] = "学校远程音乐治疗（合成数据）",
            ["ar"] = "الموسيقى عن بُعد في المدارس (بيانات اصطناعية)",
        },
        ["synthetic"] = true,
        ["data_source"] = FormattableString.Invariant(
            $"SYNTHETIC: made by a random number generator (seed {settings.Seed}); nobody answered anything, and the effects were put in by hand."),
        ["population"] = "students",
        ["languages"] = new JsonArray("en", "es", "zh-Hans", "ar"),
        ["allocation"] = new JsonObject { ["unit"] = "school", ["randomized"] = true },
        ["arms"] = new JsonArray(
            Arm(SyntheticSchool.Live, "Live sessions", "live", "intervention"),
            Arm(SyntheticSchool.Hybrid, "Hybrid sessions", "hybrid", "intervention"),
            Arm(SyntheticSchool.Waiting, "Waiting list", "none", "comparison")),
        ["timepoints"] = Timepoints(settings),
        ["districts"] = Array(schools.GroupBy(s => s.District).Select(District)),
        ["instruments"] = Array([
            .. course.Select(i => Use(i, CourseTimepoints)), Use(checkIn, [BeforeSession, AfterSession])]),
        ["plan"] = Plan(settings, checkIn),
    };

    static JsonObject Arm(string id, string title, string delivery, string role) =>
        new() { ["id"] = id, ["title"] = title, ["delivery"] = delivery, ["role"] = role };

    static JsonArray Timepoints(SyntheticSettings settings)
    {
        static JsonObject Course(string id, string title, int week) => new() { ["id"] = id, ["title"] = title, ["kind"] = "course", ["week"] = week };
        static JsonObject Session(string id, string title, string kind) => new() { ["id"] = id, ["title"] = title, ["kind"] = kind };
        return new(
            Course(CourseTimepoints[0], "Baseline", 0),
            Session(BeforeSession, "Before each session", "before_session"),
            Session(AfterSession, "After each session", "after_session"),
            Course(CourseTimepoints[1], "End of the course", settings.Weeks + 1),
            Course(CourseTimepoints[2], "Follow-up", settings.FollowUpWeek + 1));
    }

    static JsonObject District(IGrouping<int, SyntheticSchool> schools) => new()
    {
        ["id"] = FormattableString.Invariant($"district-{schools.Key + 1}"),
        ["title"] = schools.Key < Districts.Length
            ? $"{Districts[schools.Key]} district"
            : FormattableString.Invariant($"District {schools.Key + 1}"),
        ["schools"] = Array(schools.Select(s => new JsonObject
        {
            ["id"] = s.Id,
            ["title"] = FormattableString.Invariant($"School {s.Number:00}"),
        })),
    };

    static JsonObject Use(InstrumentDefinition instrument, string[] timepoints) => new()
    {
        ["instrument"] = instrument.Id,
        ["version"] = instrument.Version,
        ["timepoints"] = new JsonArray([.. timepoints.Select(t => JsonValue.Create(t))]),
    };

    static JsonObject Plan(SyntheticSettings settings, InstrumentDefinition checkIn) => new()
    {
        ["version"] = "1",
        ["confidence"] = 0.95,
        ["outcomes"] = Array([
            .. settings.Scales.Select(s =>
                Outcome(s.Id, s.Role, "course_change", s.Domain, s.Instrument, s.Scale, CourseTimepoints[0], CourseTimepoints[1])),
            .. settings.CheckIns.Select(c =>
                Outcome(c.Id, OutcomeRole.Secondary, "session_change", c.Domain, checkIn.Id, c.Scale, BeforeSession, AfterSession))]),
        ["contrasts"] = new JsonArray(
            new JsonObject { ["arm"] = SyntheticSchool.Live, ["comparator"] = SyntheticSchool.Waiting },
            new JsonObject { ["arm"] = SyntheticSchool.Hybrid, ["comparator"] = SyntheticSchool.Waiting }),
    };

    static JsonObject Outcome(string id, OutcomeRole role, string estimand, string domain, string instrument, string scale, string from, string to)
    {
        var outcome = new JsonObject
        {
            ["id"] = id, ["role"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString()), ["estimand"] = estimand, ["domain"] = domain,
            ["instrument"] = instrument, ["scale"] = scale, ["from"] = from, ["to"] = to,
        };
        // Alpha of the sample, and no norm: a norm for invented students would be one more invention.
        if (role == OutcomeRole.Primary) outcome["reliable_change"] = new JsonObject();
        return outcome;
    }

    static JsonArray Array(IEnumerable<JsonObject> objects) => new([.. objects]);
}
