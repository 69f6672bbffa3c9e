using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Outcomes.Data.Analyses;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Audit;

namespace Outcomes.Jobs.Analyses;

/// <summary>Analyses a study whose newest result is older than its data, and stores the result or why there is none.</summary>
public sealed class AnalyseStudy(AnalysisStore analyses, SnapshotStore snapshots, Wake wake, TimeProvider time) : IStudyWork
{
    static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(0.5);

    public async Task Run(string study, CancellationToken cancel)
    {
        if (analyses.Stale(AnalysisEngine.Version).FirstOrDefault(s => s.Id == study) is not { } stale) return;
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
        await analyses.Begin(id, stale, AnalysisEngine.Version);
        try
        {
            var taken = snapshots.Take(study) ?? throw new AnalysisImpossible("The study is gone.");
            await analyses.Took(id, taken);
            var json = AnalysisJson.Bytes(AnalysisEngine.Run(taken.Study, taken.Snapshot, Throttled(id), cancel));
            var hash = Convert.ToHexStringLower(SHA256.HashData(json));
            await analyses.Finish(id, Encoding.UTF8.GetString(json), hash, Event("analysis_finished", id, taken, hash));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await analyses.Fail(id, Reason(fault), new AuditEvent("job", "analysis_failed", id, study));
            throw;
        }
        finally { wake.Nudge(); }   // reports are to be made, or data came meanwhile
    }

    static AuditEvent Event(string action, string id, StudySnapshot taken, string hash) => new("job", action, id, taken.Study.Id, new Dictionary<string, string>
    {
        ["study_version"] = taken.Study.Version, ["snapshot_hash"] = taken.Snapshot.Hash, ["result_hash"] = hash,
        ["change_number"] = taken.Snapshot.Change.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>A fault of the plan in its own words; of any other only the kind, since its message could hold data.</summary>
    static string Reason(Exception fault) => fault is AnalysisImpossible ? fault.Message
        : $"The analysis failed ({fault.GetType().Name}). The log says where; it is tried again.";

    /// <summary>Progress is for people: it is stored at most twice a second, and the run does not wait for it.</summary>
    AnalysisProgress Throttled(string id)
    {
        var last = long.MinValue;
        return (step, percent) =>
        {
            if (last != long.MinValue && time.GetElapsedTime(last) < BetweenProgress) return;
            last = time.GetTimestamp();
            _ = analyses.Progress(id, step, percent);
        };
    }
}
