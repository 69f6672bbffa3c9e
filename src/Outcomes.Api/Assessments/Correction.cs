using Outcomes.Api.Access;
using Outcomes.Api.Entry;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Assessments;

/// <summary>What a corrected form comes to: its scores, what changes, what looks odd, or what is wrong with it.</summary>
/// <param name="Accepted">Null: something is wrong with what was typed.</param>
public sealed record Correction(AcceptedAssessment? Accepted, IReadOnlyList<CorrectedItem> Items, IReadOnlyList<EntryWarning> Warnings, IReadOnlyList<Fault> Faults)
{
    public static Correction Of(HttpContext http, CorrectionForm form)
    {
        var faults = new List<Fault>();
        var answers = form.Entry.Answers(faults);
        var assessment = form.Corrected(answers, faults);
        // What stands on a stored form is corrected, nothing is shown: the gate of screens is not asked.
        var (accepted, wrong) = AssessmentRules.Score(form.Study, assessment, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), 1, _ => true);
        faults.AddRange(wrong.Select(f => f with { Field = EntryWords.FieldOf(f.Field), Row = null }));
        if (accepted is null || faults.Count > 0) return new(null, [], [], faults);
        var stored = form.Stored.Assessment();
        var items = Corrections.Between(form.Instrument, stored.Answers, answers);
        if (form.From != form.Stored.ContentHash) faults.Add(new("form", "assessment_changed", "Someone else corrected this form while you were at it."));
        else if (items.Count == 0 && assessment.CompletedUtc == stored.CompletedUtc && assessment.Language == stored.Language) faults.Add(new("form", "nothing_changed", "Nothing was changed."));
        var earlier = http.RequestServices.GetRequiredService<EntryStore>().Earlier(http.Actor(), form.Study.Study.Id, form.Stored.Participant, form.Instrument.Id, form.Stored.Id);
        return new(accepted, items, EntryWarnings.Of(form.Instrument, answers, accepted.Scores, earlier), faults);
    }

    public CorrectionReason? Reason(HttpContext http) =>
        EnumNames<CorrectionReason>.TryRead(http.Request.Form["reason"].ToString(), out var reason) && Corrections.Offered.Contains(reason) ? reason : null;

    public static OverruleReason? OverruleOf(HttpContext http, EntryWarning warning) =>
        EnumNames<OverruleReason>.TryRead(http.Request.Form[$"reason-{EnumNames<EntryWarning>.Of(warning)}"].ToString(), out var reason) ? reason : null;

    public Dictionary<EntryWarning, OverruleReason> Overruled(HttpContext http) => Warnings.ToDictionary(w => w, w => OverruleOf(http, w)!.Value);

    /// <summary>What was not given a reason: the correction itself, or something about it that looks odd.</summary>
    public IReadOnlyList<Fault> Unreasoned(HttpContext http) =>
    [
        .. Reason(http) is null ? [new Fault("reason", "needs_correction_reason", "Say why the form is corrected.")] : Array.Empty<Fault>(),
        .. Warnings.Where(w => OverruleOf(http, w) is null).Select(w => new Fault($"reason-{EnumNames<EntryWarning>.Of(w)}", "needs_reason", "Say why it is stored as it is, or go back and change it.")),
    ];
}
