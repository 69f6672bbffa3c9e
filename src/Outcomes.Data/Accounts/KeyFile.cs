using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Data.Accounts;

/// <summary>
/// The key that what protects cookies and one-time-code secrets is sealed with, in a file of its own: a database or a backup that gets lost
/// is then not enough. The file holds a key of 64 hexadecimal signs a line; the first seals, all open, so that a key can be changed.
/// </summary>
public sealed class KeyFile
{
    public const string DefaultName = "data-protection.key";
    const string Form = "sealed1";
    const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;

    readonly IReadOnlyList<byte[]> _keys;

    KeyFile(string path, IReadOnlyList<byte[]> keys) => (Path, _keys) = (path, keys);

    public string Path { get; }

    /// <summary>Names the key that seals; it gives nothing of it away.</summary>
    public string Id => IdOf(_keys[0]);

    public IReadOnlyList<string> Ids => [.. _keys.Select(IdOf)];

    /// <param name="given">Null: the file in the data directory.</param>
    /// <param name="mayMake">False where something was sealed already: a new key would not open it.</param>
    /// <exception cref="DatabaseRefused">The file is missing, open to others, or holds no key.</exception>
    public static KeyFile Open(string? given, string dataDirectory, bool mayMake)
    {
        var path = string.IsNullOrWhiteSpace(given) ? System.IO.Path.Combine(dataDirectory, DefaultName) : given;
        if (!File.Exists(path))
        {
            if (!mayMake)
                throw new DatabaseRefused($"The key file {path} is missing, and this database was sealed with it. Put it back, or name it by OUTCOMES_KEY_FILE; if it is lost for good, see 'outcomes protection-key forget --help'.");
            Write(path, [RandomNumberGenerator.GetBytes(KeyBytes)]);
        }
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new DatabaseRefused($"The key file {path} can be read by others on this machine: chmod 600 it.");
        return new(path, Read(path));
    }

    static IReadOnlyList<byte[]> Read(string path)
    {
        var lines = File.ReadAllLines(path).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToList();
        if (lines.Count == 0 || lines.Any(l => l.Length != 2 * KeyBytes || !l.All(char.IsAsciiHexDigit)))
            throw new DatabaseRefused($"The key file {path} is damaged: each line holds a key of 64 hexadecimal signs.");
        return [.. lines.Select(Convert.FromHexString)];
    }

    static void Write(string path, IReadOnlyList<byte[]> keys)
    {
        var part = path + ".part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(part, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Concat(keys.Select(k => Convert.ToHexStringLower(k) + "\n"))));
            stream.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
    }

    /// <summary>With a new key in front; the old ones still open.</summary>
    public KeyFile WithNewKey()
    {
        var keys = (List<byte[]>)[RandomNumberGenerator.GetBytes(KeyBytes), .. _keys];
        Write(Path, keys);
        return new(Path, keys);
    }

    /// <summary>Once nothing is sealed with the old ones any more.</summary>
    public KeyFile WithFirstKeyOnly()
    {
        Write(Path, [_keys[0]]);
        return new(Path, [_keys[0]]);
    }

    /// <param name="name">Of what is sealed: it opens under no other.</param>
    public string Seal(string name, string text)
    {
        var (nonce, tag, plain) = (RandomNumberGenerator.GetBytes(NonceBytes), new byte[TagBytes], Encoding.UTF8.GetBytes(text));
        var hidden = new byte[plain.Length];
        using var cipher = new AesGcm(_keys[0], TagBytes);
        cipher.Encrypt(nonce, plain, hidden, tag, Encoding.UTF8.GetBytes(name));
        return $"{Form} {Id} {Convert.ToBase64String([.. nonce, .. tag, .. hidden])}";
    }

    /// <exception cref="CryptographicException">No key here opens it, or it was altered.</exception>
    public string Unseal(string name, string text)
    {
        var parts = text.Split(' ');
        var key = _keys.FirstOrDefault(k => IdOf(k) == parts[1]) ?? throw new CryptographicException($"It is sealed with the key {parts[1]}, which is not here.");
        var bytes = Convert.FromBase64String(parts[2]);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(name));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Id of the key that it was sealed with; null: it is not sealed.</summary>
    public static string? KeyOf(string text) => text.StartsWith(Form + ' ', StringComparison.Ordinal) ? text.Split(' ')[1] : null;

    static string IdOf(byte[] key) => Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 4, info: "outcomes key id"u8.ToArray()));
}
