using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>Who a result is for. Inside the study nothing is hidden; outside, small groups are. A school sees itself beside all others.</summary>
public enum Audience { Researcher, Board, School }

/// <summary>
/// A result as one audience may see it. Only <see cref="Release"/> makes one, and reports draw nothing else: an unsuppressed count in a
/// board's report does not compile.
/// </summary>
public sealed record ReleasedResult
{
    internal ReleasedResult(Audience audience, DisclosurePolicy policy, AnalysisResult result, string? school = null) =>
        (Audience, Policy, Result, School) = (audience, policy, result, school);

    public Audience Audience { get; }

    /// <summary>Id of the school that it is for; null for every other audience. Only that school's results carry its id and title.</summary>
    public string? School { get; }
    public DisclosurePolicy Policy { get; }

    /// <summary>The result with what this audience may not see replaced by the reason.</summary>
    public AnalysisResult Result { get; }
}
