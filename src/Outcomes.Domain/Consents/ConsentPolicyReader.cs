using System.Globalization;

namespace Outcomes.Domain.Consents;

/// <summary>Reads the section <c>consent</c> of a study's file.</summary>
static class ConsentPolicyReader
{
    const string DayForm = "yyyy-MM-dd";

    public static ConsentPolicy Read(JsonObjectReader json) => new(json.List("texts", Text), json.List("purposes", Purpose), json.OptionalObject("retention", Retention));

    static ConsentText Text(JsonObjectReader json) => new(json.Id(), Day(json, "date"), json.Texts("languages"), json.OptionalFlag("counts") ?? true);

    static PurposeRule Purpose(JsonObjectReader json)
    {
        var rule = new PurposeRule(json.OneOf<ConsentPurpose>("id"), json.Flag("guardian"), json.Flag("student"), json.OptionalFlag("of_age") ?? false);
        if (json.Sound && rule is { Guardian: false, Student: false, OfAge: false }) json.Fault("", "nobody_asked", "Someone must be asked: the guardian, the student, or a participant of age.");
        return rule;
    }

    /// <remarks>Its rules stand here: a stand-in for an unreadable number would make rows due at once.</remarks>
    static RetentionRule Retention(JsonObjectReader json)
    {
        var rule = new RetentionRule(json.Optional("ends_on") is null ? null : Day(json, "ends_on"), json.OptionalInteger("after_end_months"), json.OptionalInteger("after_withdrawal_days"));
        if (!json.Sound) return rule;
        if (rule.AfterEndMonths is < 0 or > 1200) json.Fault("after_end_months", "out_of_range", "Months are 0 to 1200.");
        if (rule.AfterWithdrawalDays is < 0 or > 36500) json.Fault("after_withdrawal_days", "out_of_range", "Days are 0 to 36500.");
        if (rule.AfterEndMonths is not null && rule.EndsOn is null) json.Fault("ends_on", "no_end", "What is kept some months after the end needs the day of the end.");
        return rule;
    }

    static DateOnly Day(JsonObjectReader json, string name) =>
        TryDay(json.Text(name, text => TryDay(text, out _), "A date is written as year-month-day, such as 2026-03-09."), out var day) ? day : default;

    static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
