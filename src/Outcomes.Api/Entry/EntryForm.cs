using System.Globalization;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Entry;

/// <summary>A paper form that is typed in: which one, and what stands in its fields so far, right or wrong.</summary>
/// <param name="Session">Empty at timepoints of the course.</param>
/// <param name="Id">Of the assessment, made when the form is drawn: sent twice, it is stored once.</param>
/// <param name="Drawn">When the form was drawn. A form filled in on that day was completed by then.</param>
/// <param name="Typed">By the field's name.</param>
public sealed record EntryForm(
    StudyLookup Study, EntryParticipant Participant, InstrumentDefinition Instrument, Timepoint Timepoint, string Session, Guid Id, DateTimeOffset Drawn, IReadOnlyDictionary<string, string> Typed)
{
    public const string ItemField = "item.", NoneField = "none.", ReasonField = "reason-";

    /// <summary>Why it is stored although something looks odd, by the warning's field.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();

    public OverruleReason? Reason(EntryWarning warning) =>
        EnumNames<OverruleReason>.TryRead(Reasons.GetValueOrDefault(ReasonField + EnumNames<EntryWarning>.Of(warning)) ?? "", out var reason) ? reason : null;

    /// <summary>The form with what came for it; null: it did not come from a form of ours.</summary>
    public EntryForm? With(IReadOnlyDictionary<string, string> fields)
    {
        if (!Guid.TryParseExact(fields.GetValueOrDefault("id"), "D", out var id)) return null;
        if (!DateTimeOffset.TryParse(fields.GetValueOrDefault("drawn"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var drawn)) return null;
        return this with
        {
            Id = id, Drawn = drawn.ToUniversalTime(), Typed = Of(fields, "on", "language", ItemField, NoneField), Reasons = Of(fields, ReasonField),
        };
    }

    static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> fields, params string[] beginnings) =>
        fields.Where(f => beginnings.Any(b => b.Length > 0 && b[^1] is '.' or '-' ? f.Key.StartsWith(b, StringComparison.Ordinal) : f.Key == b)).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

    /// <summary>By which way in it is typed in: see <see cref="EntryWay"/>.</summary>
    public string Folder { get; init; } = EntryWay.Papers.Folder;

    public string Path => $"/studies/{Study.Study.Id}/{Folder}/{Participant.Pseudonym}/{Instrument.Id}/{Timepoint.Id}";

    public string On => Typed.GetValueOrDefault("on") ?? Drawn.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Language => Typed.GetValueOrDefault("language") ?? Participant.Language;

    public string Value(string item) => Typed.GetValueOrDefault(ItemField + item) ?? "";

    public string None(string item) => Typed.GetValueOrDefault(NoneField + item) ?? "";

    public FormKey Key(string account) => new(Study.Study.Id, Participant.Id, account, Instrument.Id, Instrument.Version, Timepoint.Id, Session);

    /// <summary>The answers that were given; an item that was left open is not among them. A comma is taken as a decimal sign.</summary>
    public IReadOnlyDictionary<string, Answer> Answers(List<Fault> faults)
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var item in Instrument.Items)
        {
            var (value, none) = (Value(item.Id).Trim().Replace(',', '.'), None(item.Id));
            if (value.Length > 0 && none.Length > 0) faults.Add(new(FieldOf(item.Id), "two_answers", "There is a number, and a mark that there is none."));
            else if ((value.Length > 0 ? value : none) is { Length: > 0 } text)
            {
                if (AnswerText.TryRead(text, out var answer)) answers[item.Id] = answer;
                else faults.Add(new(FieldOf(item.Id), "not_an_answer", "This is no number."));
            }
        }
        return answers;
    }

    /// <summary>The same form in the same state always says the same, so that sending it again is harmless.</summary>
    public Assessment Assessment(IReadOnlyDictionary<string, Answer> answers, List<Fault> faults)
    {
        if (!DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) faults.Add(new("on", "not_a_date", "This is no day."));
        var completed = day == DateOnly.FromDateTime(Drawn.UtcDateTime) ? Drawn : new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return new(Id, Participant.Pseudonym, Instrument.Id, Instrument.Version, Timepoint.Id, Session.Length == 0 ? null : Guid.Parse(Session), completed, Language, EntryMode.Paper, answers);
    }

    public static string FieldOf(string item) => $"item-{item}";
}
