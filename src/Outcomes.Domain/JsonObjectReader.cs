using System.Globalization;
using System.Text.Json;

namespace Outcomes.Domain;

/// <summary>
/// Reads one JSON object member by member and notes every fault with its path. What is missing or of the wrong type gets a
/// stand-in ("", NaN, 0, an empty list, an enum's value that has no name), so that reading goes on to the next fault; rules that
/// run afterwards are phrased so that a stand-in breaks none. Members nobody asked for are unknown, and refused. What was read
/// counts only if no fault was noted.
/// </summary>
sealed class JsonObjectReader
{
    readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    readonly List<Fault> _faults;
    readonly bool _isObject;
    readonly int _faultsBefore;

    JsonObjectReader(JsonElement element, string path, List<Fault> faults)
    {
        (Path, _faults, _faultsBefore) = (path, faults, faults.Count);
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (_isObject) Collect(element);
        else if (element.ValueKind != JsonValueKind.Undefined) Fault("", "wrong_type", "An object is expected here.");
    }

    public string Path { get; }

    /// <summary>True while nothing was wrong with this object: a rule about its members can then be checked on the spot.</summary>
    public bool Sound => _isObject && _faults.Count == _faultsBefore;

    /// <summary>Reads an object with <paramref name="read"/> and then refuses the members that it did not ask for.</summary>
    public static T Read<T>(JsonElement element, string path, List<Fault> faults, Func<JsonObjectReader, T> read)
    {
        var reader = new JsonObjectReader(element, path, faults);
        if (path.Length == 0) reader.OptionalText("$schema");
        var value = read(reader);
        foreach (var name in reader._members.Keys.Where(n => !reader._asked.Contains(n)))
            reader.Fault(name, "unknown_field", "There is no such member here.");
        return value;
    }

    public string At(string name) => name.Length == 0 ? Path : Path.Length == 0 ? JsonText.Shown(name) : $"{Path}.{JsonText.Shown(name)}";

    public void Fault(string name, string code, string reason) => _faults.Add(new Fault(At(name), code, reason));

    public string Text(string name) => Required(name) is { } e ? TextOf(e, name) : "";

    public string? OptionalText(string name) => Optional(name) is { } e ? TextOf(e, name) : null;

    public string Text(string name, Func<string, bool> shape, string reason)
    {
        var text = Text(name);
        if (text.Length > 0 && !shape(text)) Fault(name, "bad_shape", reason);
        return text;
    }

    public string Id(string name = "id") => Text(name, Ids.IsId, "An id is 1 to 40 lower-case letters, digits and single hyphens.");

    public string Version(string name = "version") =>
        Text(name, Ids.IsVersion, "A version is one to three numbers joined by dots, such as 1.0.");

    public double Number(string name) => Required(name) is { } e ? NumberOf(e, name) : double.NaN;

    public double? OptionalNumber(string name) => Optional(name) is { } e ? NumberOf(e, name) : null;

    public int Integer(string name) => Required(name) is { } e ? IntegerOf(e, name) : 0;

    public int? OptionalInteger(string name) => Optional(name) is { } e ? IntegerOf(e, name) : null;

    public bool Flag(string name) => Required(name) is { } e && FlagOf(e, name);

    public bool? OptionalFlag(string name) => Optional(name) is { } e ? FlagOf(e, name) : null;

    public T OneOf<T>(string name) where T : struct, Enum
    {
        var text = Text(name);
        if (EnumNames<T>.TryRead(text, out var value)) return value;
        if (text.Length > 0) Fault(name, "not_listed", $"One of these is expected here: {string.Join(", ", EnumNames<T>.All)}.");
        return (T)Enum.ToObject(typeof(T), -1);
    }

    public T? OptionalOneOf<T>(string name) where T : struct, Enum => Optional(name) is null ? null : OneOf<T>(name);

    public IReadOnlyList<T> OptionalNames<T>(string name) where T : struct, Enum => Elements(name, required: false, (e, at) =>
    {
        var text = TextOf(e, at);
        if (EnumNames<T>.TryRead(text, out var value)) return value;
        if (text.Length > 0) Fault(at, "not_listed", $"One of these is expected here: {string.Join(", ", EnumNames<T>.All)}.");
        return (T)Enum.ToObject(typeof(T), -1);
    });

    /// <summary>A missing object is read as well, into stand-ins: the one fault is that it is missing.</summary>
    public T Object<T>(string name, Func<JsonObjectReader, T> read) => Read(Required(name) ?? default, At(name), _faults, read);

    public T? OptionalObject<T>(string name, Func<JsonObjectReader, T> read) where T : class =>
        Optional(name) is { } e ? Read(e, At(name), _faults, read) : null;

    public IReadOnlyList<T> List<T>(string name, Func<JsonObjectReader, T> read) =>
        Elements(name, required: true, (e, at) => Read(e, At(at), _faults, read));

    public IReadOnlyList<T> OptionalList<T>(string name, Func<JsonObjectReader, T> read) =>
        Elements(name, required: false, (e, at) => Read(e, At(at), _faults, read));

    public IReadOnlyList<string> Texts(string name, bool required = true) => Elements(name, required, TextOf);

    public IReadOnlyList<double> OptionalNumbers(string name) => Elements(name, required: false, NumberOf);

    /// <summary>An object whose member names are keys; the function gets the reader of that object, and the key.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(string name, Func<JsonObjectReader, string, T> read) =>
        Object(name, map => map.Members(read));

    public IReadOnlyDictionary<string, T>? OptionalMap<T>(string name, Func<JsonObjectReader, string, T> read) =>
        OptionalObject(name, map => map.Members(read));

    public JsonElement? Required(string name)
    {
        if (Asked(name) is { } e) return e;
        if (_isObject) Fault(name, "missing_field", "This member is missing.");
        return null;
    }

    /// <summary>A member that may be left out; null says the same.</summary>
    public JsonElement? Optional(string name) => Asked(name) is { ValueKind: not JsonValueKind.Null } e ? e : null;

    Dictionary<string, T> Members<T>(Func<JsonObjectReader, string, T> read)
    {
        if (_isObject && _members.Count == 0) Fault("", "empty", "At least one member is expected here.");
        return _members.Keys.ToDictionary(key => key, key => read(this, key), StringComparer.Ordinal);
    }

    JsonElement? Asked(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var e) ? e : null;
    }

    void Collect(JsonElement element)
    {
        try
        {
            foreach (var member in element.EnumerateObject())
                if (!_members.TryAdd(member.Name, member.Value))
                    Fault(member.Name, "duplicate_field", "This member stands here twice.");
        }
        catch (InvalidOperationException)
        {
            Fault("", "bad_text", "A member's name is not valid text.");
        }
    }

    List<T> Elements<T>(string name, bool required, Func<JsonElement, string, T> read)
    {
        if ((required ? Required(name) : Optional(name)) is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(name, "wrong_type", "A list is expected here.");
            return [];
        }
        if (required && list.GetArrayLength() == 0) Fault(name, "empty", "At least one element is expected here.");
        return [.. list.EnumerateArray().Select((e, i) => read(e, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]")))];
    }

    string TextOf(JsonElement e, string name)
    {
        if (e.ValueKind != JsonValueKind.String) Fault(name, "wrong_type", "A text is expected here.");
        else if (JsonText.TextOf(e) is not { } text) Fault(name, "bad_text", "This is not valid text.");
        else if (string.IsNullOrWhiteSpace(text)) Fault(name, "empty", "This text is empty.");
        else return text;
        return "";
    }

    bool FlagOf(JsonElement e, string name)
    {
        if (e.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fault(name, "wrong_type", "true or false is expected here.");
        return e.ValueKind == JsonValueKind.True;
    }

    double NumberOf(JsonElement e, string name)
    {
        if (e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fault(name, "wrong_type", "A number is expected here.");
        return double.NaN;
    }

    int IntegerOf(JsonElement e, string name)
    {
        // Through double, since 4.0 is a whole number too.
        if (e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var number)
            && double.IsInteger(number) && Math.Abs(number) <= int.MaxValue) return (int)number;
        Fault(name, "wrong_type", "A whole number is expected here.");
        return 0;
    }
}
