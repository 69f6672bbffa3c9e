namespace Outcomes.Domain.Consents;

/// <summary>What a study asks consent for, and of whom: the section <c>consent</c> of its file. A study without it keeps consent elsewhere.</summary>
public sealed record ConsentPolicy(IReadOnlyList<ConsentText> Texts, IReadOnlyList<PurposeRule> Purposes, RetentionRule? Retention)
{
    public PurposeRule? Of(ConsentPurpose purpose) => Purposes.FirstOrDefault(p => p.Purpose == purpose);

    public ConsentText? Text(string id) => Texts.FirstOrDefault(t => t.Id == id);
}

/// <summary>One version of the text that was read before deciding.</summary>
/// <param name="Counts">False: who agreed to this version has to be asked again; a no to it still is one.</param>
public sealed record ConsentText(string Id, DateOnly Date, IReadOnlyList<string> Languages, bool Counts = true);

/// <summary>
/// Who must agree to a purpose. A no of guardian or student outweighs a yes of the other, asked or not; of someone of age only the own
/// answer counts.
/// </summary>
/// <param name="Guardian">The guardian's consent is needed.</param>
/// <param name="Student">The student's assent is needed.</param>
/// <param name="OfAge">Someone of age may consent alone.</param>
public sealed record PurposeRule(ConsentPurpose Purpose, bool Guardian, bool Student, bool OfAge)
{
    public bool Asks(ConsentGiver giver) => giver switch { ConsentGiver.Guardian => Guardian, ConsentGiver.Student => Student, _ => OfAge };
}

/// <summary>How long rows of a participant are kept; what is due after that is proposed to a steward, and erased when one approves.</summary>
/// <param name="EndsOn">The last day of the study.</param>
/// <param name="AfterEndMonths">Months after it until everyone's rows are due; null: they are kept.</param>
/// <param name="AfterWithdrawalDays">Days after the day of a withdrawal from research, or of its refusal, until that participant's are; null: they are kept.</param>
public sealed record RetentionRule(DateOnly? EndsOn, int? AfterEndMonths, int? AfterWithdrawalDays);
