using Outcomes.Data.Releases;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Releases;

namespace Outcomes.Jobs.Reports;

/// <summary>Who gets a release: what its entry in the ledger says.</summary>
/// <param name="Entry">Its id in the ledger; the same one is written once.</param>
public sealed record Readers(string Entry, IReadOnlyList<Audience> Audiences, IReadOnlyList<string> Schools, IReadOnlyList<string> Languages);

/// <summary>
/// Releases a result to those outside the study, together with all that was released before. Done again for the same analysis it gives
/// the same: what came after its first release is left out.
/// </summary>
public sealed class OutsideReleases(ReleaseStore ledger)
{
    /// <summary>Without an entry in the ledger: for a check of what was released.</summary>
    /// <exception cref="DisclosureRefused">It cannot be released without giving a small group away.</exception>
    public OutsideRelease Repeat(string study, string analysis, AnalysisResult result) => Release.Outside(result, ledger.History(study, analysis));

    /// <summary>Written into the ledger before any report of it is made: whatever may have been seen must be known there.</summary>
    /// <param name="readers">What they are depends on the release: its schools.</param>
    /// <exception cref="DisclosureRefused">It cannot be released without giving a small group away.</exception>
    public async Task<OutsideRelease> Make(string study, string analysis, AnalysisResult result, Func<OutsideRelease, Readers> readers)
    {
        var release = Repeat(study, analysis, result);
        var to = readers(release);
        await ledger.Record(
            new(to.Entry, study, analysis, result.Provenance.SnapshotHash, to.Audiences, to.Schools, to.Languages, release.Counts),
            new AuditEvent("job", "released", to.Entry, study, new Dictionary<string, string> { ["analysis"] = analysis, ["snapshot_hash"] = result.Provenance.SnapshotHash }));
        return release;
    }
}
