using System.Text.Json.Nodes;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Participants;

namespace Outcomes.Domain.Synthetic;

/// <summary>Everyone of the synthetic study agrees to research and reporting, most to reuse as well; so its numbers are those of all.</summary>
static class SyntheticConsents
{
    const string Text = "2026-01";
    const double AgreesToReuse = 0.9;

    /// <summary>The section of the study's file.</summary>
    public static JsonObject Section(SyntheticSettings settings) => new()
    {
        ["texts"] = new JsonArray(Version(Text, settings.Start.AddDays(-60))),
        ["purposes"] = new JsonArray(Purpose("research", student: true), Purpose("reporting", student: false), Purpose("reuse", student: true)),
        ["retention"] = new JsonObject { ["ends_on"] = Day(settings.Start.AddDays(7 * (settings.FollowUpWeek + 8))), ["after_end_months"] = 120, ["after_withdrawal_days"] = 30 },
    };

    public static IEnumerable<Consent> Of(SyntheticSettings settings, SyntheticStudent student, Participant enrolled)
    {
        var random = new RandomStream(settings.Seed, Streams.Consent, (ulong)student.School.Number, (ulong)student.Number);
        var day = enrolled.EnrolledOn.AddDays(-1 - random.Below(4));
        var reuse = random.Chance(AgreesToReuse) ? ConsentAnswer.Given : ConsentAnswer.Refused;
        Consent One(ConsentPurpose purpose, ConsentGiver by, ConsentAnswer answer) =>
            new(random.Uuid7(SyntheticSessions.At(day, 9, 0)), student.Pseudonym, purpose, by, answer, Text, student.Language, day);
        yield return One(ConsentPurpose.Research, ConsentGiver.Guardian, ConsentAnswer.Given);
        yield return One(ConsentPurpose.Research, ConsentGiver.Student, ConsentAnswer.Given);
        yield return One(ConsentPurpose.Reporting, ConsentGiver.Guardian, ConsentAnswer.Given);
        yield return One(ConsentPurpose.Reuse, ConsentGiver.Guardian, reuse);
        yield return One(ConsentPurpose.Reuse, ConsentGiver.Student, reuse);
    }

    static JsonObject Version(string id, DateOnly date) => new() { ["id"] = id, ["date"] = Day(date), ["languages"] = new JsonArray("en", "es", "zh-Hans", "ar") };

    static JsonObject Purpose(string id, bool student) => new() { ["id"] = id, ["guardian"] = true, ["student"] = student };

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
