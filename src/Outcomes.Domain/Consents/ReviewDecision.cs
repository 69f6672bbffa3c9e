namespace Outcomes.Domain.Consents;

/// <summary>What a steward decides on something that left the study before an erasure.</summary>
public enum ReviewDecision
{
    /// <summary>It tells of groups and of nobody.</summary>
    Stays,

    /// <summary>Whoever has it was asked to destroy it.</summary>
    Recalled,

    /// <summary>A newer one took its place.</summary>
    Replaced,
}
