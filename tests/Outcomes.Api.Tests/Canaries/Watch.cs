using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Outcomes.Api.Tests.Audit;

namespace Outcomes.Api.Tests.Canaries;

[Flags]
enum Place { Logs = 1, Files = 2, Answers = 4, Everywhere = Logs | Files | Answers }

/// <summary>What must not be seen of one host, and where it was seen nevertheless.</summary>
sealed class Watch
{
    static readonly ConcurrentDictionary<string, Watch> ByAddress = new(StringComparer.Ordinal);

    readonly ConcurrentDictionary<string, (string What, Place Where)> _words = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<Place, (int Version, SearchValues<string> Words)> _searches = new();

    /// <summary>By place, since making a search anew takes long: each answer may bring a cookie, which no later answer is searched for.</summary>
    readonly ConcurrentDictionary<Place, int> _versions = new();
    readonly ConcurrentQueue<string> _found = new();

    public Watch()
    {
        foreach (var word in Canary.OfStudents) Add("what is a student's", word, Place.Everywhere);
        Add("what someone typed", Canary.Typed, Place.Logs | Place.Files);
    }

    /// <summary>Holds answers to what they must leave in the audit chain; null where the host is another process.</summary>
    public AuditedAnswers? Audited { get; set; }

    /// <summary>The clients of an address watch for its host; a host that is not ours has a watch that nobody asks.</summary>
    public static Watch Of(Uri address) => ByAddress.GetOrAdd(address.Authority, _ => new Watch());

    public void IsOf(Uri address) => ByAddress[address.Authority] = this;

    public IReadOnlyCollection<string> Found => _found;

    public void Report(string fault) => _found.Enqueue(fault);

    public void Add(string what, string value, Place where)
    {
        if (_words.TryGetValue(value, out var before) && before.Where.HasFlag(where)) return;
        foreach (var written in Written(value)) _words.AddOrUpdate(written, (what, where), (_, known) => (what, known.Where | where));
        foreach (var place in new[] { Place.Logs, Place.Files, Place.Answers }.Where(p => where.HasFlag(p))) _versions.AddOrUpdate(place, 1, (_, version) => version + 1);
    }

    /// <summary>As it would stand in a text, an address, a form, JSON, HTML, a file of bytes and (where it may begin anywhere in threes) base64.</summary>
    static IEnumerable<string> Written(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        return new[]
        {
            value, Uri.EscapeDataString(value), value.Replace(' ', '+'), JsonEncodedText.Encode(value).ToString(), HtmlEncoder.Default.Encode(value), Encoding.Latin1.GetString(utf8),
            Base64(utf8, 0), Base64(utf8, 1), Base64(utf8, 2),
        }.Where(w => w.Length >= 8).Distinct();
    }

    /// <remarks>The signs at both ends hold bits of the neighbours, and are left out.</remarks>
    static string Base64(byte[] utf8, int shift)
    {
        var text = Base64Url.EncodeToString([.. new byte[shift], .. utf8]);
        return text[(shift == 0 ? 0 : shift + 1)..^2];
    }

    /// <param name="text">For bytes, each as the sign of its number (Latin-1).</param>
    /// <param name="of">Where it stands, for whoever reads the failure.</param>
    public void Look(Place place, ReadOnlySpan<char> text, string of)
    {
        if (!text.ContainsAny(Words(place))) return;
        foreach (var (word, (what, where)) in _words)
            if (where.HasFlag(place) && text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                _found.Enqueue($"{what} ('{word[..Math.Min(word.Length, 12)]}…') was seen in {of}: {Near(text, at)}");
    }

    SearchValues<string> Words(Place place)
    {
        var version = _versions.GetValueOrDefault(place);
        if (_searches.TryGetValue(place, out var known) && known.Version == version) return known.Words;
        var words = SearchValues.Create([.. _words.Where(w => w.Value.Where.HasFlag(place)).Select(w => w.Key)], StringComparison.OrdinalIgnoreCase);
        _searches[place] = (version, words);
        return words;
    }

    static string Near(ReadOnlySpan<char> text, int at)
    {
        var start = Math.Max(0, at - 60);
        return new string([.. text[start..Math.Min(text.Length, at + 60)].ToString().Select(c => char.IsControl(c) ? '.' : c)]);
    }

    /// <summary>Every file below a directory, as it is on disk: a database with what was deleted in it, its write-ahead log, what the jobs keep.</summary>
    public void LookAtFiles(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            LookAt(stream, Path.GetFileName(file));
        }
    }

    void LookAt(Stream stream, string name)
    {
        const int Overlap = 512;
        var (bytes, kept) = (new byte[1 << 20], 0);
        while (stream.Read(bytes, kept, bytes.Length - kept) is > 0 and var read)
        {
            Look(Place.Files, Encoding.Latin1.GetString(bytes, 0, kept + read), $"the file {name}");
            var next = Math.Min(Overlap, kept + read);
            Buffer.BlockCopy(bytes, kept + read - next, bytes, 0, next);
            kept = next;
        }
    }
}
