using System.Text.Json;
using Outcomes.Domain;

namespace Outcomes.Api.Batches;

/// <summary>A body that is a JSON array of rows, or one row that is an object. It is parsed once, a row at a time.</summary>
sealed class JsonArraySource(Stream body) : JsonSource
{
    readonly ByteWindow _window = new(body);
    JsonReaderState _state = new(BatchRows.Options);
    long _number;
    bool _ended;

    public override NextJson? Next()
    {
        if (_ended) return null;
        try
        {
            while (true)
            {
                if (TryNext() is { } next) return next;
                if (_ended) return null;
                if (!_window.ReadMore() && !_window.AtEnd) return Stop(new Fault("", "row_too_long", $"A row may have {BatchLimits.RowBytes} bytes at most.", _number + 1));
            }
        }
        catch (JsonException stopped) { return Stop(BatchRows.NotJson(stopped, line: 1, row: null)); }
    }

    /// <returns>Null when more bytes are needed, or the body has ended.</returns>
    NextJson? TryNext()
    {
        var reader = new Utf8JsonReader(_window.Unused.Span, _window.AtEnd, _state);
        while (true)
        {
            var before = reader;
            if (!reader.Read()) { Keep(before); _ended |= _window.AtEnd; return null; }
            if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0 && _number == 0) continue;
            if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0) continue;
            if (!JsonDocument.TryParseValue(ref reader, out var document)) { Keep(before); return null; }
            Keep(reader);
            if (reader.BytesConsumed - before.BytesConsumed <= BatchLimits.RowBytes) return new(++_number, document, null);
            document.Dispose();
            return Stop(new Fault("", "row_too_long", $"A row may have {BatchLimits.RowBytes} bytes at most.", _number + 1));
        }
    }

    void Keep(in Utf8JsonReader reader)
    {
        _window.Use((int)reader.BytesConsumed);
        _state = reader.CurrentState;
    }

    NextJson Stop(Fault fault)
    {
        _ended = true;
        return new(_number + 1, null, fault);
    }

    public override void Dispose() => _window.Dispose();
}
