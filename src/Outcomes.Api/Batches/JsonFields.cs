using System.Text.Json;
using System.Text.RegularExpressions;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Batches;

/// <summary>A row that is a JSON object.</summary>
sealed partial class JsonFields : Fields
{
    /// <summary>The longest instrument has far fewer items; looking for doubles costs the square of the count.</summary>
    const int MostMembers = 300;

    readonly List<(string Name, JsonElement Value)> _members = new(16);
    readonly string _path;
    ulong _asked;

    JsonFields(JsonElement json, string path, long row, List<Fault> faults) : base(row, faults)
    {
        _path = path;
        if (json.ValueKind == JsonValueKind.Object) Collect(json);
        else Faults.Add(new Fault(path, "wrong_type", "An object is expected here.", row));
    }

    /// <summary>Reads an object; what nobody asked for is refused, since a field that should not exist may hold a name.</summary>
    public static T Read<T>(JsonElement json, string path, long row, List<Fault> faults, Func<Fields, T> read)
    {
        var fields = new JsonFields(json, path, row, faults);
        var value = read(fields);
        fields.RefuseTheRest();
        return value;
    }

    public override string? OptionalText(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.String ? Utf16(json, name) : Wrong<string>(name, "A text is expected here.");

    public override double? OptionalNumber(string name)
    {
        if (Find(name) is not { } json) return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fault(name, "wrong_type", "A number is expected here.");
        return null;
    }

    public override bool? OptionalFlag(string name)
    {
        if (Find(name) is not { } json) return null;
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False) return json.GetBoolean();
        Fault(name, "wrong_type", "true or false is expected here.");
        return null;
    }

    public override IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } json) return [];
        if (json.ValueKind != JsonValueKind.Array) return Wrong<string[]>(name, "A list of texts is expected here.") ?? [];
        var texts = json.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? Utf16(e, name) : null).ToList();
        if (texts.Contains(null)) Fault(name, "wrong_type", "A list of texts is expected here.");
        return [.. texts.OfType<string>()];
    }

    public override IReadOnlyDictionary<string, Answer> Answers() =>
        Find("answers") is { } json ? Read(json, At("answers"), Row, Faults, f => ((JsonFields)f).AllAnswers()) : NoAnswers();

    public override T? Group<T>(string name, Func<Fields, T> read) where T : class =>
        Find(name) is { } json ? Read(json, At(name), Row, Faults, read) : null;

    protected override string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    Dictionary<string, Answer> NoAnswers()
    {
        Fault("answers", "missing_field", "This field is missing.");
        return [];
    }

    Dictionary<string, Answer> AllAnswers()
    {
        var answers = new Dictionary<string, Answer>(_members.Count, StringComparer.Ordinal);
        for (var i = 0; i < _members.Count; i++)
            if (Answer.TryRead(_members[i].Value, out var answer)) answers[_members[i].Name] = answer;
            else Fault(Ids.IsId(_members[i].Name) ? _members[i].Name : $"[{i + 1}]", "not_an_answer", "A number, prefer_not_to_answer or not_reached is expected here.");
        _asked = ulong.MaxValue;
        return answers;
    }

    void Collect(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (_members.Count == MostMembers)
            {
                Fault("", "too_many_fields", $"An object may have {MostMembers} fields at most.");
                return;
            }
            var name = NameOf(member);
            if (_members.Exists(m => m.Name == name)) Fault(ShownName(name, _members.Count), "duplicate_field", "This field stands here twice.");
            _members.Add((name, member.Value));
        }
    }

    /// <remarks>Escapes that are half a character make no text; such a name is nobody's field.</remarks>
    static string NameOf(JsonProperty member)
    {
        try { return member.Name; }
        catch (InvalidOperationException) { return "\uFFFD"; }
    }

    /// <returns>Null when it is missing or null.</returns>
    JsonElement? Find(string name)
    {
        for (var i = 0; i < _members.Count; i++)
        {
            if (_members[i].Name != name) continue;
            if (i < 64) _asked |= 1UL << i;
            return _members[i].Value.ValueKind == JsonValueKind.Null ? null : _members[i].Value;
        }
        return null;
    }

    void RefuseTheRest()
    {
        if (_asked == ulong.MaxValue) return;
        for (var i = 0; i < _members.Count; i++)
            if (i >= 64 || (_asked & (1UL << i)) == 0) Fault(Shown(i), "unknown_field", "There is no such field.");
    }

    string Shown(int i) => ShownName(_members[i].Name, i);

    /// <summary>A name is shown only in the shape of one of ours: free text in its place could be anything.</summary>
    static string ShownName(string name, int i) => FieldName().IsMatch(name) ? name : $"[{i + 1}]";

    string? Utf16(JsonElement json, string name)
    {
        try { return json.GetString(); }
        catch (InvalidOperationException) { return Wrong<string>(name, "This is not valid text."); }
    }

    T? Wrong<T>(string name, string reason) where T : class
    {
        Fault(name, "wrong_type", reason);
        return null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FieldName();
}
