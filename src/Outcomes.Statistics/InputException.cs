namespace Outcomes.Statistics;

/// <summary>
/// What was asked cannot be computed from what was given: the one exception of this library. It names the argument at fault and says
/// why in words that a researcher can act on ("pre: 3 values are NaN"). A single number that does not exist inside an answer that
/// does is a <see cref="Number"/> with a reason instead.
/// </summary>
public sealed class InputException(string argument, string reason) : ArgumentException($"{argument}: {reason}", argument)
{
    /// <summary>Why the argument cannot be used, without its name.</summary>
    public string Reason { get; } = reason;
}
