using System.Text.Json;
using Outcomes.Domain;

namespace Outcomes.Api.Batches;

/// <summary>A body with one JSON object a line. Empty lines are passed over; a line that is not JSON is one row's fault.</summary>
sealed class JsonLineSource(Stream body) : JsonSource
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = BatchLimits.Depth };

    readonly ByteWindow _window = new(body);
    long _number, _line;
    bool _ended;

    public override NextJson? Next()
    {
        while (!_ended)
        {
            if (Line() is not { } line) return Stop(new Fault("", "row_too_long", $"A row may have {BatchLimits.RowBytes} bytes at most.", _number + 1));
            _line++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            return Parse(line, ++_number);
        }
        return null;
    }

    NextJson Parse(ReadOnlyMemory<byte> line, long number)
    {
        try { return new(number, JsonDocument.Parse(line, Options), null); }
        catch (JsonException stopped) { return new(number, null, BatchRows.NotJson(stopped, _line, number)); }
    }

    /// <returns>The next line without its end, valid until the next call; null when it is too long.</returns>
    ReadOnlyMemory<byte>? Line()
    {
        var searched = 0;
        while (true)
        {
            var unused = _window.Unused;
            var end = unused.Span[searched..].IndexOf((byte)'\n');
            if (end >= 0) return Take(unused[..(searched + end)], searched + end + 1);
            searched = unused.Length;
            if (searched > BatchLimits.RowBytes) return null;
            if (_window.ReadMore()) continue;
            _ended = true;
            return Take(_window.Unused, _window.Unused.Length);
        }
    }

    ReadOnlyMemory<byte>? Take(ReadOnlyMemory<byte> line, int used)
    {
        _window.Use(used);
        return line.Length <= BatchLimits.RowBytes ? line : null;
    }

    NextJson Stop(Fault fault)
    {
        _ended = true;
        return new(_number + 1, null, fault);
    }

    public override void Dispose() => _window.Dispose();
}
