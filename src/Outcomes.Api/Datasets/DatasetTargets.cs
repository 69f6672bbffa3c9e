using System.IO.Compression;
using System.Security.Cryptography;

namespace Outcomes.Api.Datasets;

/// <summary>Where the files of a dataset go, one after another.</summary>
interface IDatasetTarget : IDisposable
{
    void Write(string path, DateTimeOffset modified, Action<Stream> write);
}

sealed class DirectoryTarget(string directory) : IDatasetTarget
{
    public void Write(string path, DateTimeOffset modified, Action<Stream> write)
    {
        using var file = File.Create(Path.Combine(directory, path));
        write(file);
    }

    public void Dispose() { }
}

/// <summary>Entries carry the time of the data, not of the archive's making: the same data give the same bytes.</summary>
sealed class ZipTarget(Stream target) : IDatasetTarget
{
    // Zip knows no year before 1980.
    static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly ZipArchive _zip = new(target, ZipArchiveMode.Create, leaveOpen: true);

    public void Write(string path, DateTimeOffset modified, Action<Stream> write)
    {
        var entry = _zip.CreateEntry(path);
        entry.LastWriteTime = modified < Earliest ? Earliest : modified;
        using var stream = entry.Open();
        write(stream);
    }

    public void Dispose() => _zip.Dispose();
}

/// <summary>Counts and hashes what passes through it; the stream below is left open.</summary>
sealed class HashingStream(Stream below) : Stream
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Bytes { get; private set; }

    /// <summary>Of everything so far, as 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        below.Write(buffer);
        _hash.AppendData(buffer);
        Bytes += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => below.Flush();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
