using System.Globalization;
using Outcomes.Api.Entry;
using Outcomes.Data.Assessments;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Assessments;

/// <summary>A stored form that is corrected: what stands there, and what stands in the fields.</summary>
/// <param name="From">Hash of what stood there when the form was drawn.</param>
/// <param name="Typed">By the field's name, as in <see cref="EntryForm"/>.</param>
public sealed record CorrectionForm(StudyLookup Study, StoredForm Stored, InstrumentDefinition Instrument, Timepoint Timepoint, string From, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>Of the query that it answers; empty: of none.</summary>
    public string Query { get; init; } = "";

    public string Path => $"/studies/{Study.Study.Id}/assessments/{Stored.Id}";

    public static CorrectionForm Of(StudyLookup study, StoredForm stored, InstrumentDefinition instrument, Timepoint timepoint) =>
        new(study, stored, instrument, timepoint, stored.ContentHash, Fields(stored, instrument));

    /// <summary>As the entry page has it: its items draw themselves from it.</summary>
    public EntryForm Entry => new(Study, new EntryParticipant(Stored.Participant, Stored.Pseudonym, Stored.School, "", Stored.Language, ""), Instrument, Timepoint, Stored.Session ?? "",
        Guid.Parse(Stored.Id), Utc.Parse(Stored.CompletedUtc), Typed);

    /// <remarks>The instant of a day that was not changed stays what it was.</remarks>
    public Assessment Corrected(IReadOnlyDictionary<string, Answer> answers, List<Fault> faults) => Entry.Assessment(answers, faults) with { Mode = Stored.Assessment().Mode };

    /// <summary>An item without an answer is marked as not reached: that is what is stored of it.</summary>
    static Dictionary<string, string> Fields(StoredForm stored, InstrumentDefinition instrument)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["on"] = stored.CompletedUtc[..10], ["language"] = stored.Language };
        var answers = AnswersJson.Read(stored.Answers);
        foreach (var item in instrument.Items)
        {
            var answer = answers.GetValueOrDefault(item.Id, Answer.NotReached);
            var none = answer.None is { } why ? why == NoAnswer.PreferNotToAnswer ? AnswerText.PreferNot : AnswerText.NotReached : "";
            var value = answer.Value?.ToString(CultureInfo.InvariantCulture) ?? "";
            fields[EntryForm.ItemField + item.Id] = item.Kind == ItemKind.Choice && none.Length > 0 ? none : value;
            if (item.Kind != ItemKind.Choice) fields[EntryForm.NoneField + item.Id] = none;
        }
        return fields;
    }
}
