using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outcomes.Api.Serving;

/// <summary>Where the certificate stands.</summary>
/// <param name="File">PFX, or PEM with the chain behind the certificate.</param>
/// <param name="KeyFile">PEM only; null: the key stands in <paramref name="File"/>, or beside it with the ending <c>.key</c>.</param>
/// <param name="Password">Never from the command line, where every user of the machine can read it.</param>
public sealed record CertificateSettings(string File, string? KeyFile = null, string? Password = null)
{
    public const string PasswordVariable = "OUTCOMES_CERTIFICATE_PASSWORD";
}

/// <summary>The certificate, read again whenever its file changes: a renewal needs no restart, and a bad file changes nothing.</summary>
sealed partial class CertificateFile
{
    readonly CertificateSettings _settings;
    readonly ILogger _log;
    readonly Lock _reading = new();
    SslStreamCertificateContext _current;
    (DateTime, DateTime) _stamp;

    /// <exception cref="InvalidOperationException">The file cannot be read, has no key, or its certificate has expired.</exception>
    public CertificateFile(CertificateSettings settings, DateTimeOffset now, ILogger log)
    {
        (_settings, _log, _stamp) = (settings, log, Stamp(settings));
        try { _current = Read(settings); }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The certificate {settings.File} cannot be read: is it PFX or PEM, is its key beside it, and is {CertificateSettings.PasswordVariable} its password?", fault);
        }
        if (_current.TargetCertificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
            throw new InvalidOperationException($"The certificate {settings.File} has expired on {_current.TargetCertificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; renew it.");
    }

    /// <remarks>Asked at each handshake: looking at two times of change costs nothing beside it.</remarks>
    public SslStreamCertificateContext Current()
    {
        lock (_reading)
        {
            var stamp = Stamp(_settings);
            if (stamp == _stamp) return _current;
            _stamp = stamp;
            try { _current = Read(_settings); }
            catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException) { Kept(_settings.File, fault.GetType().Name); }
            return _current;
        }
    }

    static (DateTime, DateTime) Stamp(CertificateSettings settings) => (File.GetLastWriteTimeUtc(settings.File), KeyOf(settings) is { } key ? File.GetLastWriteTimeUtc(key) : default);

    static SslStreamCertificateContext Read(CertificateSettings settings)
    {
        var chain = IsPem(settings.File) ? Pem(settings) : X509CertificateLoader.LoadPkcs12CollectionFromFile(settings.File, settings.Password);
        var own = chain.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("There is no private key.");
        return SslStreamCertificateContext.Create(own, [.. chain.Where(c => c != own)], offline: true);
    }

    static X509Certificate2Collection Pem(CertificateSettings settings)
    {
        var (text, key) = (File.ReadAllText(settings.File), KeyOf(settings) is { } file ? File.ReadAllText(file) : File.ReadAllText(settings.File));
        var own = settings.Password is { Length: > 0 } password ? X509Certificate2.CreateFromEncryptedPem(text, key, password) : X509Certificate2.CreateFromPem(text, key);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(text);
        return [own, .. all.Skip(1)];
    }

    static bool IsPem(string file) => File.ReadLines(file).Take(50).Any(line => line.StartsWith("-----BEGIN", StringComparison.Ordinal));

    static string? KeyOf(CertificateSettings settings) => settings.KeyFile ?? (Path.ChangeExtension(settings.File, ".key") is var beside && File.Exists(beside) ? beside : null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate {File} was changed and cannot be read ({Why}); the one before stays in use.")]
    partial void Kept(string file, string why);
}
