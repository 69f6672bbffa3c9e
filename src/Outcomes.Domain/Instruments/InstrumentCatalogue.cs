using System.Reflection;

namespace Outcomes.Domain.Instruments;

/// <summary>
/// The instruments that can be used, by id and version. A version never changes: scores stand on its hash, so the same id and version
/// with other content is refused, and a correction is a new version.
/// </summary>
public sealed class InstrumentCatalogue
{
    static readonly Lazy<InstrumentCatalogue> Embedded = new(ReadEmbedded);

    readonly Dictionary<(string Id, string Version), InstrumentDefinition> _byKey;

    InstrumentCatalogue(IEnumerable<InstrumentDefinition> definitions) => _byKey = definitions.ToDictionary(d => (d.Id, d.Version));

    /// <summary>The definitions of the folder <c>instruments/</c>, built into this assembly.</summary>
    /// <exception cref="InvalidDataException">One of them is faulty; a test reads them all, so this is a broken build.</exception>
    public static InstrumentCatalogue BuiltIn => Embedded.Value;

    /// <summary>By id, then version.</summary>
    public IEnumerable<InstrumentDefinition> All =>
        _byKey.Values.OrderBy(d => d.Id, StringComparer.Ordinal).ThenBy(d => d.Version, StringComparer.Ordinal);

    public InstrumentDefinition? Find(string id, string version) => _byKey.GetValueOrDefault((id, version));

    /// <summary>With this definition as well. The same one again changes nothing; another of its id and version is a fault.</summary>
    public Checked<InstrumentCatalogue> With(InstrumentDefinition definition) => Find(definition.Id, definition.Version) switch
    {
        null => Checked<InstrumentCatalogue>.Good(new InstrumentCatalogue(_byKey.Values.Append(definition))),
        { } known when known.Hash == definition.Hash => Checked<InstrumentCatalogue>.Good(this),
        _ => Checked<InstrumentCatalogue>.Bad([new Fault("version", "version_conflict",
            "This version of the instrument is already there with other content. A changed definition needs a new version.")]),
    };

    /// <summary>The files of <see cref="BuiltIn"/> as they are: the store keeps a definition's text beside its hash.</summary>
    public static IEnumerable<(string Name, byte[] Utf8)> BuiltInFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("instruments/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            yield return (name, buffer.ToArray());
        }
    }

    static InstrumentCatalogue ReadEmbedded() => new(BuiltInFiles().Select(file => Read(file.Name, file.Utf8)));

    static InstrumentDefinition Read(string name, byte[] utf8)
    {
        var read = InstrumentReader.Read(utf8);
        return read.Value ?? throw new InvalidDataException(
            $"{name}: {string.Join(" ", read.Faults.Select(f => $"{f.Field}: {f.Reason}"))}");
    }
}
