using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Instruments;

namespace Outcomes.Data.Instruments;

/// <summary>The instruments of this installation: those built in, registered at start, and those sent to it.</summary>
public sealed class InstrumentStore(Database database, Writer writer)
{
    /// <summary>A version never changes, so what was read once holds.</summary>
    readonly ConcurrentDictionary<(string, string), InstrumentDefinition> _read = new();

    /// <summary>Read once a process: definitions are held against their worked examples each time they are read.</summary>
    static readonly Lazy<IReadOnlyList<(InstrumentDefinition Definition, string Json)>> BuiltIn = new(() =>
    [
        .. from file in InstrumentCatalogue.BuiltInFiles()
           let json = JsonElement.Parse(file.Utf8)
           select (InstrumentReader.Read(json).Value!, Encoding.UTF8.GetString(CanonicalJson.Bytes(json))),
    ]);

    /// <param name="json">The canonical JSON that <paramref name="definition"/> was read from.</param>
    public Task<Import> Register(InstrumentDefinition definition, string json, AuditEvent audit) => writer.Run(change => Register(change, definition, json, audit));

    static Import Register(Change change, InstrumentDefinition definition, string json, AuditEvent audit)
    {
        using (var stored = change.Prepared("SELECT hash FROM instrument WHERE id = @1 AND version = @2").Query(definition.Id, definition.Version))
            if (stored.Read()) return stored.GetString(0) == definition.Hash ? Import.Same : Import.OtherContent;
        change.Prepared("INSERT INTO instrument (id, version, hash, definition, imported_utc) VALUES (@1, @2, @3, @4, @5)")
            .Run(definition.Id, definition.Version, definition.Hash, json, Utc.Text(change.Now));
        change.Record(audit);
        return Import.New;
    }

    /// <summary>Registers the definitions that come with the program, all or none; those of an earlier start are there already.</summary>
    /// <exception cref="DatabaseRefused">A definition was changed without a new version.</exception>
    public async Task RegisterBuiltIn()
    {
        var changed = await writer.Run(change => BuiltIn.Value
            .Where(i => Register(change, i.Definition, i.Json, new AuditEvent("built in", "instrument_registered", $"{i.Definition.Id} {i.Definition.Version}")).Outcome == ImportOutcome.OtherContent)
            .Select(i => i.Definition).FirstOrDefault());
        if (changed is not null)
            throw new DatabaseRefused($"Instrument {changed.Id} {changed.Version} is stored with other content than this program brings; a changed definition needs a new version.");
    }

    public InstrumentDefinition? Find(string id, string version)
    {
        if (_read.TryGetValue((id, version), out var known)) return known;
        var json = FindJson(id, version);
        return json is null ? null : _read.GetOrAdd((id, version), _ => InstrumentReader.Read(Encoding.UTF8.GetBytes(json)).Value
            ?? throw new InvalidDataException($"The stored definition of {id} {version} can no longer be read."));
    }

    public string? FindJson(string id, string version) => database.Read(c => c.QuerySingleOrDefault<string>(
        "SELECT definition FROM instrument WHERE id = @id AND version = @version", new { id, version }));

    /// <summary>By id, then version.</summary>
    public IReadOnlyList<StoredInstrument> All() => database.Read(c => c.Query<StoredInstrument>(
        "SELECT id, version, hash FROM instrument ORDER BY id, version").ToList());
}

public sealed record StoredInstrument(string Id, string Version, string Hash);
