using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Outcomes.Domain.Sessions;

/// <summary>A session's record as it is stored and sent: canonical JSON, names in snake_case.</summary>
public static class SessionRecordJson
{
    public static string Write(SessionRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("activities");
            foreach (var activity in record.Activities.Order()) writer.WriteStringValue(EnumNames<Activity>.Of(activity));
            writer.WriteEndArray();
            writer.WriteStartArray("adaptations");
            foreach (var (kind, by) in record.Adaptations) Pair(writer, ("kind", EnumNames<AdaptationKind>.Of(kind)), ("proposed_by", EnumNames<Proposer>.Of(by)));
            writer.WriteEndArray();
            if (record.EducatorTrained is { } trained) writer.WriteBoolean("educator_trained", trained);
            writer.WriteStartArray("events");
            foreach (var (minute, element, change) in record.Events.OrderBy(e => e.Minute).ThenBy(e => e.Element))
                Pair(writer, ("change", EnumNames<MusicalChange>.Of(change)), ("element", EnumNames<MusicalElement>.Of(element)), minute);
            writer.WriteEndArray();
            writer.WriteStartObject("fidelity");
            foreach (var (head, mark) in record.Fidelity.OrderBy(f => EnumNames<FidelityHead>.Of(f.Key), StringComparer.Ordinal)) writer.WriteString(EnumNames<FidelityHead>.Of(head), EnumNames<FidelityMark>.Of(mark));
            writer.WriteEndObject();
            if (record.Language is { } language) writer.WriteString("language", language);
            writer.WriteStartArray("other_therapies");
            foreach (var therapy in record.OtherTherapies.Order()) writer.WriteStringValue(EnumNames<OtherTherapy>.Of(therapy));
            writer.WriteEndArray();
            writer.WriteBoolean("therapist_present", record.TherapistPresent);
            if (record.Tradition is { } tradition) writer.WriteString("tradition", EnumNames<MusicalTradition>.Of(tradition));
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Pair(Utf8JsonWriter writer, (string Name, string Value) first, (string Name, string Value) second, int? minute = null)
    {
        writer.WriteStartObject();
        writer.WriteString(first.Name, first.Value);
        writer.WriteString(second.Name, second.Value);
        if (minute is { } at) writer.WriteNumber("minute", at);
        writer.WriteEndObject();
    }

    /// <summary>Null with everything that is wrong, each with its path.</summary>
    public static (SessionRecord? Record, IReadOnlyList<Fault> Faults) Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var faults = new List<Fault>();
            var record = JsonObjectReader.Read(document.RootElement, "", faults, Record);
            return (faults.Count == 0 ? record : null, faults);
        }
        catch (JsonException) { return (null, [new("", "not_json", "This is not JSON.")]); }
    }

    static SessionRecord Record(JsonObjectReader r) => new(
        r.Flag("therapist_present"), r.OptionalFlag("educator_trained"), r.OptionalText("language"), r.OptionalOneOf<MusicalTradition>("tradition"), Codes<Activity>(r, "activities"),
        r.OptionalList("events", e => new MusicalEvent(e.Integer("minute"), e.OneOf<MusicalElement>("element"), e.OneOf<MusicalChange>("change"))),
        r.OptionalList("adaptations", a => new Adaptation(a.OneOf<AdaptationKind>("kind"), a.OneOf<Proposer>("proposed_by"))), Codes<OtherTherapy>(r, "other_therapies"),
        r.OptionalObject("fidelity", Fidelity) ?? []);

    static List<T> Codes<T>(JsonObjectReader r, string name) where T : struct, Enum
    {
        var codes = new List<T>();
        foreach (var text in r.Texts(name, required: false))
            if (EnumNames<T>.TryRead(text, out var code)) codes.Add(code);
            else if (text.Length > 0) r.Fault(name, "not_listed", $"Of these: {string.Join(", ", EnumNames<T>.All)}.");
        return codes;
    }

    static Dictionary<FidelityHead, FidelityMark> Fidelity(JsonObjectReader f) => Enum.GetValues<FidelityHead>()
        .Select(head => (head, Mark: f.OptionalOneOf<FidelityMark>(EnumNames<FidelityHead>.Of(head)))).Where(x => x.Mark is not null).ToDictionary(x => x.head, x => x.Mark!.Value);
}
