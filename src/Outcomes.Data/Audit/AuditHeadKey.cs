using System.Security.Cryptography;

namespace Outcomes.Data.Audit;

/// <summary>Signs the ends of the audit chain. Made once, readable by its owner only; never in the database, which it is to bear witness against.</summary>
public static class AuditHeadKey
{
    public const string FileName = "audit-head-key.pem";

    public static ECDsa FindOrMake(string dataDirectory)
    {
        if (Find(dataDirectory) is { } known) return known;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path.Combine(dataDirectory, FileName), options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return key;
    }

    /// <summary>Null: nothing was signed here yet.</summary>
    public static ECDsa? Find(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(file)) return null;
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }
}
