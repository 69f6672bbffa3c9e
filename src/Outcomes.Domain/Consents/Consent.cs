namespace Outcomes.Domain.Consents;

/// <summary>What someone may agree to, each by itself.</summary>
public enum ConsentPurpose
{
    /// <summary>Analysis by the study's own researchers, and their dataset.</summary>
    Research,

    /// <summary>Reports of groups for boards and schools.</summary>
    Reporting,

    /// <summary>A dataset for others than the study's own researchers.</summary>
    Reuse,
}

/// <summary>Who answers.</summary>
public enum ConsentGiver
{
    Guardian,

    /// <summary>Assent of someone under age.</summary>
    Student,

    /// <summary>Someone of age, for themselves: then nobody else's answer counts.</summary>
    Participant,
}

public enum ConsentAnswer { Given, Refused, Withdrawn }

/// <summary>One answer of one person to one purpose. A later one does not replace it: which holds now is derived from all of them.</summary>
/// <param name="Id">UUIDv7 made by the client.</param>
/// <param name="Participant">Whose data are meant: a pseudonym.</param>
/// <param name="Text">Id of the version of the consent text that was read; its wording is never here.</param>
/// <param name="Language">Tag of the language that it was read in.</param>
/// <param name="DecidedOn">The day on the form, not the day of its entry: of two answers the one decided later holds.</param>
public sealed record Consent(
    Guid Id, string Participant, ConsentPurpose Purpose, ConsentGiver GivenBy, ConsentAnswer Answer, string Text, string Language, DateOnly DecidedOn);
