using System.Buffers;
using System.Text;

namespace Outcomes.Api.Batches;

/// <summary>What was read of a stream and not yet used: grows to one row's largest size, never to the whole body.</summary>
sealed class ByteWindow(Stream stream) : IDisposable
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(BatchLimits.RowBytes);
    int _from, _to;
    bool _begun;

    public ReadOnlyMemory<byte> Unused => _bytes.AsMemory(_from, _to - _from);

    public bool AtEnd { get; private set; }

    public void Use(int count) => _from += count;

    /// <returns>False when the stream has ended, or the window is full: one row is then too long.</returns>
    public bool ReadMore()
    {
        if (AtEnd || !MakeRoom()) return false;
        var read = stream.Read(_bytes, _to, _bytes.Length - _to);
        AtEnd = read == 0;
        _to += read;
        if (!_begun && _to - _from >= Encoding.UTF8.Preamble.Length) SkipByteOrderMark();
        return !AtEnd;
    }

    void SkipByteOrderMark()
    {
        _begun = true;
        if (Unused.Span.StartsWith(Encoding.UTF8.Preamble)) Use(Encoding.UTF8.Preamble.Length);
    }

    bool MakeRoom()
    {
        if (_to < _bytes.Length) return true;
        if (_from > 0) Move(_bytes);
        else if (_bytes.Length > BatchLimits.RowBytes * 2) return false;
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            var old = _bytes;
            Move(larger);
            ArrayPool<byte>.Shared.Return(old);
        }
        return true;
    }

    void Move(byte[] target)
    {
        Unused.Span.CopyTo(target);
        (_bytes, _from, _to) = (target, 0, _to - _from);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
}
