using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;

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
        ["plan"] = SyntheticPlan.Create(settings, checkIn),
        ["consent"] = SyntheticConsents.Section(settings),
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

    internal static JsonArray Array(IEnumerable<JsonObject> objects) => new([.. objects]);
}
