using Outcomes.Domain;

namespace Outcomes.Data;

public enum ImportOutcome
{
    /// <summary>Stored now.</summary>
    New,

    /// <summary>The same version with the same content was there.</summary>
    Same,

    /// <summary>This version was there with other content: a changed definition needs a new version.</summary>
    OtherContent,

    /// <summary>What is stored stands in the way.</summary>
    Refused,
}

/// <summary>What became of a definition, of a study or an instrument, that was to be stored.</summary>
public sealed record Import(ImportOutcome Outcome, IReadOnlyList<Fault> Faults)
{
    public static readonly Import New = new(ImportOutcome.New, []);
    public static readonly Import Same = new(ImportOutcome.Same, []);
    public static readonly Import OtherContent = new(ImportOutcome.OtherContent,
        [new Fault("version", "version_conflict", "This version is stored with other content. A changed definition needs a new version.")]);
}
