using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Instruments;

namespace Outcomes.Data.Instruments;

/// <summary>One leave that the site holds from an owner.</summary>
public sealed record Authorisation(string Instrument, string Version, string Medium, string Reference, string RecordedBy, string RecordedUtc, string? EndedUtc);

/// <summary>What the site may show beyond what is free.</summary>
public sealed class AuthorisationStore(Database database, Writer writer)
{
    /// <summary>Instruments with a leave that holds, for one medium. Read anew each time: a leave that ended a moment ago opens nothing.</summary>
    public IReadOnlySet<(string Id, string Version)> Holding(Medium medium) => database.Read(c => c.Query<(string, string)>(
        "SELECT instrument, instrument_version FROM instrument_authorisation WHERE medium = @medium AND ended_utc IS NULL", new { medium = EnumNames<Medium>.Of(medium) }).ToHashSet());

    public bool IsOpen(InstrumentDefinition instrument, Medium medium) => LicenceGate.IsOpen(instrument, medium, Holding(medium).Contains((instrument.Id, instrument.Version)));

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Authorisation> Of(string instrument, string version) => database.Read(c => c.Query<Authorisation>(
        """
        SELECT instrument, instrument_version AS Version, medium, reference, recorded_by AS RecordedBy, recorded_utc AS RecordedUtc, ended_utc AS EndedUtc
        FROM instrument_authorisation WHERE instrument = @instrument AND instrument_version = @version ORDER BY recorded_utc DESC, id DESC
        """, new { instrument, version }).ToList());

    /// <summary>Records a leave; one that held before ends with it.</summary>
    public Task<bool> Record(string instrument, string version, Medium medium, string reference, string by) => writer.Run(change =>
    {
        var name = EnumNames<Medium>.Of(medium);
        EndThose(change, instrument, version, name);
        var id = Guid.CreateVersion7(change.Now).ToString("D");
        change.Prepared("INSERT INTO instrument_authorisation (id, instrument, instrument_version, medium, reference, recorded_by, recorded_utc) VALUES (@1, @2, @3, @4, @5, @6, @7)")
            .Run(id, instrument, version, name, reference, by, Utc.Text(change.Now));
        change.Record(new AuditEvent(by, "instrument_authorised", $"{instrument} {version}", null, new Dictionary<string, string> { ["medium"] = name, ["authorisation"] = id }));
        return true;
    });

    /// <returns>False: none held.</returns>
    public Task<bool> End(string instrument, string version, Medium medium, string by) => writer.Run(change =>
    {
        var name = EnumNames<Medium>.Of(medium);
        if (EndThose(change, instrument, version, name) == 0) return false;
        change.Record(new AuditEvent(by, "instrument_authorisation_ended", $"{instrument} {version}", null, new Dictionary<string, string> { ["medium"] = name }));
        return true;
    });

    static int EndThose(Change change, string instrument, string version, string medium) =>
        change.Prepared("UPDATE instrument_authorisation SET ended_utc = @4 WHERE instrument = @1 AND instrument_version = @2 AND medium = @3 AND ended_utc IS NULL")
            .Run(instrument, version, medium, Utc.Text(change.Now));
}
