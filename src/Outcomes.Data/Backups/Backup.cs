using System.IO.Compression;
using System.Security.Cryptography;
using Outcomes.Domain.Backups;

namespace Outcomes.Data.Backups;

/// <summary>
/// A backup is one zip file: the database as it stood at one moment, and a manifest with its checksum, the rows of every table and the
/// end of the audit chain. It is taken while the system runs, and put back only into an empty place.
/// </summary>
/// <remarks>
/// The database comes through SQLite's online backup and not by copying the file: a copy beside a write-ahead log is torn. Jobs are not in
/// it: what is to be done is found again from the data. Neither are keys that stand in files of their own (see docs/how-to/back-up.md).
/// </remarks>
public static class Backup
{
    const string ManifestName = "manifest.json";

    /// <summary>Writes the file whole or not at all: under another name first, then renamed.</summary>
    /// <exception cref="BackupRefused">The database is damaged, or there is a file of that name.</exception>
    public static BackupManifest Take(Database database, string file, string program)
    {
        if (File.Exists(file)) throw new BackupRefused($"There is a file {file} already; a backup never takes the place of another.");
        var (copy, part) = (file + ".copy", file + ".part");
        try
        {
            DatabaseCopy.Of(database, copy);
            var facts = DatabaseFacts.Read(copy);
            var manifest = new BackupManifest(BackupManifest.CurrentFormat, program, database.Time.GetUtcNow(),
                Sha256(copy), new FileInfo(copy).Length, facts.Rows, facts.AuditNumber, facts.AuditHash, facts.KeysNeeded);
            Zip(part, copy, manifest);
            File.Move(part, file);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(part);
        }
    }

    /// <summary>Puts a backup into a place that is empty, after it was found to be what its manifest says.</summary>
    /// <exception cref="BackupRefused">The place is not empty, or the file is no backup, or is damaged; nothing is left behind.</exception>
    public static BackupManifest Restore(string file, string dataDirectory)
    {
        if (Directory.Exists(dataDirectory) && Directory.EnumerateFileSystemEntries(dataDirectory).Any())
            throw new BackupRefused($"{dataDirectory} is not empty; a backup is put into an empty place only.");
        Directory.CreateDirectory(dataDirectory);
        var part = Path.Combine(dataDirectory, Database.FileName + ".part");
        try
        {
            var manifest = Unpack(file, part);
            Compare(manifest, DatabaseFacts.Read(part));
            File.Move(part, Path.Combine(dataDirectory, Database.FileName));
            return manifest;
        }
        finally { File.Delete(part); }
    }

    /// <summary>Restores into a directory that is thrown away again, and compares.</summary>
    /// <exception cref="BackupRefused">The backup could not be restored.</exception>
    public static BackupManifest Drill(string file)
    {
        var place = Directory.CreateTempSubdirectory("outcomes-drill-").FullName;
        try { return Restore(file, place); }
        finally { Directory.Delete(place, recursive: true); }
    }

    static void Zip(string target, string copy, BackupManifest manifest)
    {
        using var stream = new FileStream(target, FileMode.CreateNew, FileAccess.ReadWrite);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry(ManifestName).Open()) entry.Write(manifest.Json());
            zip.CreateEntryFromFile(copy, Database.FileName, CompressionLevel.Fastest);
        }
        stream.Flush(flushToDisk: true);
    }

    static BackupManifest Unpack(string file, string target)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            if (zip.GetEntry(ManifestName) is not { } about || zip.GetEntry(Database.FileName) is not { } data || Manifest(about) is not { } manifest)
                throw new BackupRefused($"{file} is no backup of Outcomes, or one of a format that this program does not know.");
            using (var entry = data.Open())
            using (var place = new FileStream(target, FileMode.CreateNew))
            {
                entry.CopyTo(place);
                place.Flush(flushToDisk: true);
            }
            return Sha256(target) == manifest.Sha256 ? manifest : throw Damaged(file);
        }
        catch (InvalidDataException) { throw Damaged(file); }
    }

    static BackupManifest? Manifest(ZipArchiveEntry entry)
    {
        const int most = 1 << 20;
        if (entry.Length > most) return null;
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return BackupManifest.Read(content.ToArray());
    }

    static void Compare(BackupManifest manifest, DatabaseFacts facts)
    {
        if (facts.AuditNumber != manifest.AuditNumber || facts.AuditHash != manifest.AuditHash)
            throw new BackupRefused("The restored audit chain does not end where the backup's manifest says.");
        if (!facts.Rows.OrderBy(t => t.Key, StringComparer.Ordinal).SequenceEqual(manifest.Rows.OrderBy(t => t.Key, StringComparer.Ordinal)))
            throw new BackupRefused("The restored tables do not have the rows that the backup's manifest says.");
    }

    static BackupRefused Damaged(string file) => new($"{file} is damaged: it is not what was written. Take another backup, and keep this one for whoever looks into it.");

    static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>A backup cannot be taken or put back; the message says why in a sentence.</summary>
public sealed class BackupRefused(string message) : InvalidOperationException(message);
