using System.Net;

namespace Outcomes.Api.CommandLine;

/// <summary>A file as a request's body, sent piece by piece; says how many bytes have gone.</summary>
sealed class FileBody : HttpContent
{
    readonly FileInfo _file;
    readonly Action<long> _sent;

    public FileBody(string path, string mediaType, Action<long> sent)
    {
        (_file, _sent) = (new FileInfo(path), sent);
        Headers.ContentType = new(mediaType);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var source = _file.OpenRead();
        var piece = new byte[64 * 1024];
        for (int read; (read = await source.ReadAsync(piece)) > 0; _sent(read)) await stream.WriteAsync(piece.AsMemory(0, read));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
