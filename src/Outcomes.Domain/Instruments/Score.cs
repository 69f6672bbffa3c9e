namespace Outcomes.Domain.Instruments;

/// <summary>One scale's score of one assessment: a fact with its source.</summary>
/// <param name="Scale">Scale id.</param>
/// <param name="Value">In the scale's unit; null when more items were missing than the rule allows.</param>
/// <param name="Answered">Items with a number.</param>
/// <param name="Preferred">Items the participant preferred not to answer.</param>
/// <param name="NotReached">Items not reached.</param>
/// <param name="Prorated">True when missing items were made up for from the answered ones.</param>
public sealed record Score(string Scale, double? Value, int Answered, int Preferred, int NotReached, bool Prorated);
