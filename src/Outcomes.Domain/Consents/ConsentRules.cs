using Outcomes.Domain.Batches;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Consents;

/// <summary>What must be true of a study's section on consent, and of an answer, whatever else is stored.</summary>
public static class ConsentRules
{
    internal static IEnumerable<Fault> Check(StudyDefinition study)
    {
        if (study.Consent is not { } consent) return [];
        return
        [
            .. StudyRules.Repeated(consent.Texts.Select(t => t.Id), i => $"consent.texts[{i}].id"),
            .. StudyRules.Repeated(consent.Purposes.Select(p => p.Purpose), i => $"consent.purposes[{i}].id"),
            .. consent.Texts.SelectMany((text, i) => StudyRules.Repeated(text.Languages, j => $"consent.texts[{i}].languages[{j}]")),
            .. consent.Texts.SelectMany((text, i) => text.Languages.SelectMany((tag, j) =>
                StudyRules.Unknown(tag, study.Languages, $"consent.texts[{i}].languages[{j}]", "unknown_language", "language"))),
            .. consent.Purposes.Count > 0 && consent.Purposes.All(p => Enum.IsDefined(p.Purpose) && p.Purpose != ConsentPurpose.Research)
                ? [new Fault("consent.purposes", "research_not_asked", "Consent to research must be among what is asked: the other purposes build on it.")] : Array.Empty<Fault>(),
        ];
    }

    public static IReadOnlyList<Fault> Check(StudyLookup study, Consent consent, DateTimeOffset now, long row)
    {
        var check = new RowCheck(row);
        if (study.Study.Consent is not { } policy)
        {
            check.Require(false, "", "consent_kept_elsewhere", "The study's file says nothing about consent, so none is recorded here. Add the section consent to the file first.");
            return check.Faults;
        }
        var (rule, text) = (policy.Of(consent.Purpose), policy.Text(consent.Text));
        check.Require(rule is not null, "purpose", "purpose_not_asked", "The study does not ask for consent to this purpose.");
        check.Require(rule is null || consent.Answer != ConsentAnswer.Given || rule.Asks(consent.GivenBy), "given_by", "not_asked_of", "The study does not ask this person for consent to this purpose.");
        check.Require(text is not null, "text", "unknown_text", "The study has no consent text of this version.");
        check.Require(text is null || text.Languages.Contains(consent.Language), "language", "unknown_language", "The consent text of this version is not there in this language.");
        check.Require(text is null || consent.DecidedOn >= text.Date, "decided_on", "before_the_text", "The day is before the date of this version of the text.");
        check.Require(consent.DecidedOn <= DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)), "decided_on", "in_the_future", "The day is in the future.");
        return check.Faults;
    }
}
