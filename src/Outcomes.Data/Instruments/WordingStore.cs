using System.Text;
using System.Text.Json;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Instruments;

namespace Outcomes.Data.Instruments;

/// <summary>One edition of an instrument's words in one language.</summary>
public sealed record WordingEdition(string Language, long Edition, string Hash, string RecordedBy, string RecordedUtc);

/// <summary>The words of instruments, as this site loaded them; shown only where the licence's gate is open at that moment.</summary>
public sealed class WordingStore(Database database, Writer writer, InstrumentStore instruments, AuthorisationStore authorisations)
{
    /// <summary>Stores a file as the next edition, unless it is the newest already. Everything that is wrong with it is named, its licence too.</summary>
    /// <param name="meant">Where only words of one instrument are expected: which.</param>
    public async Task<Checked<InstrumentWording>> Load(ReadOnlyMemory<byte> utf8, string by, (string Id, string Version)? meant = null)
    {
        var read = InstrumentWordingReader.Read(utf8, instruments.Find);
        if (read.Value is not { } wording) return read;
        if (meant is { } only && only != (wording.Instrument, wording.Version))
            return Checked<InstrumentWording>.Bad([new Fault("instrument", "differs", "The file has the words of another instrument, or of another version.")]);
        var definition = instruments.Find(wording.Instrument, wording.Version)!;
        var closed = wording.Media.Index().Where(m => !authorisations.IsOpen(definition, m.Item)).Select(m => LicenceGate.Closed(definition, m.Item, $"media[{m.Index}]")).ToList();
        if (closed.Count > 0) return Checked<InstrumentWording>.Bad(closed);
        var json = JsonElement.Parse(utf8.Span);
        await writer.Run(change => Store(change, wording, Encoding.UTF8.GetString(CanonicalJson.Bytes(json)), CanonicalJson.Hash(json), by));
        return read;
    }

    static bool Store(Change change, InstrumentWording w, string json, string hash, string by)
    {
        var (edition, newest) = (0L, "");
        using (var last = change.Prepared("SELECT edition, hash FROM instrument_wording WHERE instrument = @1 AND instrument_version = @2 AND language = @3 ORDER BY edition DESC LIMIT 1")
            .Query(w.Instrument, w.Version, w.Language))
            if (last.Read()) (edition, newest) = (last.GetInt64(0), last.GetString(1));
        if (newest == hash) return false;
        change.Prepared("INSERT INTO instrument_wording (instrument, instrument_version, language, edition, hash, wording, recorded_by, recorded_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8)")
            .Run(w.Instrument, w.Version, w.Language, edition + 1, hash, json, by, Utc.Text(change.Now));
        change.Record(new AuditEvent(by, "instrument_wording_loaded", $"{w.Instrument} {w.Version}", null, new Dictionary<string, string> { ["language"] = w.Language, ["hash"] = hash }));
        return true;
    }

    /// <summary>The newest words that may be shown on the medium, or null: there are none, or the licence's gate is closed.</summary>
    public InstrumentWording? Find(InstrumentDefinition instrument, string language, Medium medium)
    {
        if (!authorisations.IsOpen(instrument, medium)) return null;
        var wording = FindJson(instrument.Id, instrument.Version, language) is { } json ? Read(json) : InstrumentWording.Own(instrument, language);
        return wording?.Media.Contains(medium) == true ? wording : null;
    }

    /// <summary>The file as it was loaded, in canonical form.</summary>
    public string? FindJson(string instrument, string version, string language) => database.Read(c => c.QuerySingleOrDefault<string>(
        "SELECT wording FROM instrument_wording WHERE instrument = @instrument AND instrument_version = @version AND language = @language ORDER BY edition DESC LIMIT 1", new { instrument, version, language }));

    /// <summary>By language, the newest edition first.</summary>
    public IReadOnlyList<WordingEdition> Editions(string instrument, string version) => database.Read(c => c.Query<WordingEdition>(
        """
        SELECT language, edition, hash, recorded_by AS RecordedBy, recorded_utc AS RecordedUtc FROM instrument_wording
        WHERE instrument = @instrument AND instrument_version = @version ORDER BY language, edition DESC
        """, new { instrument, version }).ToList());

    InstrumentWording Read(string json) => InstrumentWordingReader.Read(Encoding.UTF8.GetBytes(json), instruments.Find).Value
        ?? throw new InvalidDataException("Stored words of an instrument can no longer be read.");
}
