using System.Security.Cryptography;
using System.Text;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Reports;
using Outcomes.Jobs.Analyses;
using Outcomes.Reports;
using static Outcomes.Jobs.Reports.CheckedPart;
using static Outcomes.Jobs.Reports.CheckVerdict;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Computes again all that a report stands on, from what is stored, and says of each part whether it is what the report says. It believes
/// the file nothing, and of what is stored only the rows, the study's file and the ledger; these it hashes anew.
/// </summary>
public sealed class VerifyReport(
    StudyStore studies, AnalysisStore analyses, SnapshotStore snapshots, ReportStore reports, OutsideReleases releases, RedrawReport redraw)
{
    /// <summary>Larger than any report of ours.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    public async Task<IReadOnlyList<ReportCheck>> Run(Actor actor, byte[] file, CancellationToken cancel)
    {
        if (ReportStampReader.Read(file) is not { } read) return [new(Report, Differs, "foreign")];
        var stored = reports.WithContent(Convert.ToHexStringLower(SHA256.HashData(file)));
        if (Analysis(actor, read.Stamp, stored) is not { } analysis) return [new(Report, CannotBeChecked, "unknown", ("study", read.Stamp.Study))];
        var (stamp, taken) = (read.Stamp, Taken(analysis));
        var result = taken is null or { Withdrawn: true } || analysis.EngineVersion != AnalysisEngine.Version ? null : AnalysisEngine.Run(taken.Study, taken.Snapshot, null, cancel);
        var released = Released(analysis, stamp, result);
        return
        [
            new(Report, Matches, stamp.Language is null ? "json" : "ours", ("study", stamp.Study), ("audience", stamp.Audience), ("language", stamp.Language ?? ""), ("code", stamp.Code)),
            Plan(actor, analysis, stamp), Data(taken, stamp), Engine(stamp), Results(analysis, result), Release(released, stamp),
            await redraw.Check(file, read.Format, stamp, stored, released, cancel),
        ];
    }

    /// <summary>The run that made these bytes; of bytes that nobody made here, the one that they name.</summary>
    StoredAnalysis? Analysis(Actor actor, ReportStamp stamp, ReportHead? stored)
    {
        var finished = analyses.All(actor, stamp.Study).Where(a => a.Status == "finished").ToList();
        if (stored is not null) return finished.FirstOrDefault(a => a.Id == stored.AnalysisId);
        return finished.FirstOrDefault(a => a.SnapshotHash == stamp.SnapshotHash && a.PlanHash == stamp.PlanHash && a.StudyHash == stamp.StudyHash && a.EngineVersion == stamp.EngineVersion)
            ?? finished.FirstOrDefault(a => reports.HasCode(a.Id, stamp.Code))
            ?? finished.FirstOrDefault(a => a.SnapshotHash == stamp.SnapshotHash);
    }

    /// <returns>Null where what is stored can no longer be read: it was changed.</returns>
    StudySnapshot? Taken(StoredAnalysis analysis)
    {
        try { return snapshots.Take(analysis); }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or InvalidOperationException or System.Text.Json.JsonException) { return null; }
    }

    ReportCheck Plan(Actor actor, StoredAnalysis analysis, ReportStamp stamp)
    {
        try
        {
            return studies.Find(actor, analysis.StudyId, analysis.StudyVersion) is { } stored && studies.Read(stored) is var study
                && study.Plan.Hash == stamp.PlanHash && study.Hash == stamp.StudyHash
                ? new(CheckedPart.Plan, Matches, "same", ("version", study.Plan.Version), ("study", study.Version)) : new(CheckedPart.Plan, Differs, "other");
        }
        catch (InvalidDataException) { return new(CheckedPart.Plan, Differs, "other"); }
    }

    static ReportCheck Data(StudySnapshot? taken, ReportStamp stamp) => taken is null ? new(CheckedPart.Data, Differs, "unreadable")
        : taken.Withdrawn ? new(CheckedPart.Data, CannotBeChecked, "withdrawn")
        : taken.Snapshot.Hash == stamp.SnapshotHash ? new(CheckedPart.Data, Matches, "same", ("date", Utc.Text(taken.Snapshot.DataThroughUtc)[..10]))
        : new(CheckedPart.Data, Differs, "changed");

    static ReportCheck Engine(ReportStamp stamp) =>
        new(CheckedPart.Engine, stamp.EngineVersion == AnalysisEngine.Version ? Matches : Differs, stamp.EngineVersion == AnalysisEngine.Version ? "same" : "other",
            ("report", stamp.EngineVersion), ("here", AnalysisEngine.Version));

    ReportCheck Results(StoredAnalysis analysis, AnalysisResult? result) => result is null ? new(CheckedPart.Results, CannotBeChecked, "not_computed")
        : Hash(AnalysisJson.Bytes(result)) == analysis.ResultHash && Hash(Encoding.UTF8.GetBytes(analyses.Result(analysis.Id)!)) == analysis.ResultHash
            ? new(CheckedPart.Results, Matches, "same") : new(CheckedPart.Results, Differs, "other");

    static ReportCheck Release(ReleasedResult? released, ReportStamp stamp) => released is null ? new(CheckedPart.Release, CannotBeChecked, "not_released")
        : released.ResultHash == stamp.ResultHash && released.Code == stamp.Code ? new(CheckedPart.Release, Matches, "same") : new(CheckedPart.Release, Differs, "other");

    /// <summary>What this audience may see of the numbers as computed now, protected as they were then.</summary>
    ReleasedResult? Released(StoredAnalysis analysis, ReportStamp stamp, AnalysisResult? result)
    {
        if (result is null || !EnumNames<Audience>.TryRead(stamp.Audience, out var audience)) return null;
        try
        {
            if (audience == Audience.Researcher) return Domain.Releases.Release.For(audience, result);
            var release = releases.Repeat(analysis.StudyId, analysis.Id, result);
            return audience == Audience.Board ? release.Board : stamp.School is { } school && release.Schools.Contains(school) ? release.School(school) : null;
        }
        catch (DisclosureRefused) { return null; }
    }

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
