using System.Security.Cryptography;
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
        (Audience, Policy, Result, School, ResultHash) = (audience, policy, result, school, Convert.ToHexStringLower(SHA256.HashData(AnalysisJson.Bytes(result))));

    public Audience Audience { get; }

    /// <summary>Id of the school that it is for; null for every other audience. Only that school's results carry its id and title.</summary>
    public string? School { get; }
    public DisclosurePolicy Policy { get; }

    /// <summary>The result with what this audience may not see replaced by the reason.</summary>
    public AnalysisResult Result { get; }

    /// <summary>SHA-256 of <see cref="Result"/> as JSON: of what this audience sees, not of what is hidden from it.</summary>
    public string ResultHash { get; }

    /// <summary>Printed in every report of it: two reports with one code show the same numbers, for the same audience.</summary>
    public string Code => Result.Provenance.Code($"{EnumNames<Audience>.Of(Audience)}\n{School}\n{ResultHash}");
}
