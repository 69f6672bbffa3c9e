using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Consents;

namespace Outcomes.Jobs.Consents;

/// <summary>
/// Holds a study to its own rule of how long rows are kept: puts before a steward what is due, and erases what one approved. On first sight
/// nothing is ever erased; what is no longer due when its turn comes is left.
/// </summary>
public sealed class KeepRetention(StudyStore studies, RetentionStore retention, ErasureStore erasures, Wake wake, TimeProvider time) : IStudyWork
{
    static readonly Actor Job = Actor.OnThisMachine("job");

    /// <summary>Studies in which something is to be proposed, taken back or erased.</summary>
    public IReadOnlyList<string> Studies => [.. studies.All(Job).Select(s => s.Id).Where(s => Due(s) is { } due
        && (due.Any(d => d.ProposedUtc is null || d.ApprovedUtc is not null) || retention.Proposed(s) != due.Count))];

    public async Task Run(string study, CancellationToken cancel)
    {
        if (Due(study) is not { } due) return;
        await retention.Propose(study, due);
        var approvals = due.Where(d => d.ApprovedUtc is not null).ToList();
        foreach (var approved in approvals)
        {
            cancel.ThrowIfCancellationRequested();
            await erasures.EraseApproved(Job, study, approved.ParticipantId, approved.Reason);
        }
        if (approvals.Count > 0) await erasures.Scrub();
        wake.Nudge();   // what is analysed has changed
    }

    /// <returns>Null: the study has no rule of its own, or is gone.</returns>
    public IReadOnlyList<ErasureProposal>? Due(string study) => studies.Lookup(Job, study)?.Study.Consent?.Retention is { } rule ? retention.Due(Job, study, rule, Today) : null;

    DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
