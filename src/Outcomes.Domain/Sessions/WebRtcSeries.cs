using System.Text.Json;

namespace Outcomes.Domain.Sessions;

/// <summary>What one object of the WebRTC statistics (a stream, a pair of candidates, a codec) said over time.</summary>
sealed class WebRtcSeries(string type)
{
    readonly Dictionary<string, List<double>> _numbers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>As W3C names it: <c>inbound-rtp</c>, <c>candidate-pair</c>, <c>codec</c>.</summary>
    public string Type => type;

    public IReadOnlyList<double> All(string name) => _numbers.TryGetValue(name, out var values) ? values : [];

    /// <summary>Counters only grow, so that the last value is the sum; 0 where nothing was said.</summary>
    public double Last(string name) => All(name) is { Count: > 0 } values ? values[^1] : 0;

    /// <summary>What a counter grew by over the time that was recorded.</summary>
    public double Growth(string name) => All(name) is { Count: > 1 } values ? values[^1] - values[0] : 0;

    public string? Text(string name) => _texts.GetValueOrDefault(name);

    public void Add(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) Numbers(name).Add(number);
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) Numbers(name).Add(value.ValueKind == JsonValueKind.True ? 1 : 0);
        else if (JsonText.TextOf(value) is { } text) _texts[name] = text;
    }

    List<double> Numbers(string name) => _numbers.TryGetValue(name, out var values) ? values : _numbers[name] = [];
}
