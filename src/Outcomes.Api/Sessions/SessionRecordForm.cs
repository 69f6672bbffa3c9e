using System.Globalization;
using Outcomes.Domain;
using Outcomes.Domain.Sessions;

namespace Outcomes.Api.Sessions;

/// <summary>One line of the time line, as it was typed; empty lines say nothing.</summary>
public sealed record EventLine(string Minute, string Element, string Change)
{
    public bool IsEmpty => Minute.Length + Element.Length + Change.Length == 0;
}

public sealed record AdaptationLine(string Kind, string By)
{
    public bool IsEmpty => Kind.Length + By.Length == 0;
}

/// <summary>What was done in a session, as it was typed.</summary>
/// <param name="Fidelity">Mark by head; empty: not judged.</param>
public sealed record SessionRecordForm(Guid Id, bool Therapist, string Educator, string Language, string Tradition, IReadOnlyList<string> Activities, IReadOnlyList<EventLine> Events,
    IReadOnlyList<AdaptationLine> Adaptations, IReadOnlyList<string> OtherTherapies, IReadOnlyDictionary<string, string> Fidelity)
{
    /// <summary>Lines to write into; who needs more saves, and finds new ones below.</summary>
    const int SpareEvents = 4, SpareAdaptations = 2;

    public static SessionRecordForm Of(SessionRecord? record, HttpContext http)
    {
        var id = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return record is null
            ? new(id, true, "", "", "", [], Spare<EventLine>([], new("", "", ""), SpareEvents), Spare<AdaptationLine>([], new("", ""), SpareAdaptations), [], new Dictionary<string, string>())
            : new(id, record.TherapistPresent, record.EducatorTrained switch { true => "yes", false => "no", _ => "" }, record.Language ?? "", record.Tradition is { } t ? EnumNames<MusicalTradition>.Of(t) : "",
                [.. record.Activities.Select(EnumNames<Activity>.Of)],
                Spare(record.Events.Select(e => new EventLine(e.Minute.ToString(CultureInfo.InvariantCulture), EnumNames<MusicalElement>.Of(e.Element), EnumNames<MusicalChange>.Of(e.Change))), new("", "", ""), SpareEvents),
                Spare(record.Adaptations.Select(a => new AdaptationLine(EnumNames<AdaptationKind>.Of(a.Kind), EnumNames<Proposer>.Of(a.ProposedBy))), new("", ""), SpareAdaptations),
                [.. record.OtherTherapies.Select(EnumNames<OtherTherapy>.Of)], record.Fidelity.ToDictionary(f => EnumNames<FidelityHead>.Of(f.Key), f => EnumNames<FidelityMark>.Of(f.Value)));
    }

    static List<T> Spare<T>(IEnumerable<T> lines, T empty, int spare) => [.. lines, .. Enumerable.Repeat(empty, spare)];

    public static SessionRecordForm Read(IFormCollection form)
    {
        var fields = new FormReader(form);
        return new(fields.Id("id"), fields.Text("therapist") == "yes", fields.Text("educator"), fields.Text("language"), fields.Text("tradition"), Texts(form, "activities"),
            [.. Texts(form, "event_minute").Zip(Texts(form, "event_element"), Texts(form, "event_change")).Select(e => new EventLine(e.First.Trim(), e.Second, e.Third))],
            [.. Texts(form, "adaptation_kind").Zip(Texts(form, "adaptation_by")).Select(a => new AdaptationLine(a.First, a.Second))], Texts(form, "other_therapies"),
            EnumNames<FidelityHead>.All.ToDictionary(head => head, head => fields.Text($"fidelity_{head}")));
    }

    static List<string> Texts(IFormCollection form, string name) => [.. form[name].Select(text => text ?? "")];

    public (SessionRecord? Record, IReadOnlyList<Fault> Faults) Record()
    {
        var fields = new FormReader(new FormCollection(new()
        {
            ["id"] = Id.ToString("D"), ["tradition"] = Tradition, ["activities"] = new([.. Activities]), ["other_therapies"] = new([.. OtherTherapies]),
        }));
        fields.Id("id");
        var (tradition, activities, others) = (fields.OneOf<MusicalTradition>("tradition", required: false), fields.Several<Activity>("activities"), fields.Several<OtherTherapy>("other_therapies"));
        var faults = fields.Faults.ToList();
        var events = Events.Where(e => !e.IsEmpty).Select(e => Event(e, faults)).ToList();
        var adaptations = Adaptations.Where(a => !a.IsEmpty).Select(a => Adaptation(a, faults)).ToList();
        var fidelity = Fidelity.Where(f => f.Value.Length > 0).Select(f => Mark(f.Key, f.Value, faults)).ToList();
        return faults.Count > 0 ? (null, faults)
            : (new(Therapist, Educator switch { "yes" => true, "no" => false, _ => null }, Language.Length == 0 ? null : Language, tradition, activities, events, adaptations, others, fidelity.ToDictionary(f => f.Head, f => f.Mark)), faults);
    }

    static MusicalEvent Event(EventLine line, List<Fault> faults)
    {
        var whole = int.TryParse(line.Minute, NumberStyles.None, CultureInfo.InvariantCulture, out var minute);
        var (known, changed) = (EnumNames<MusicalElement>.TryRead(line.Element, out var element), EnumNames<MusicalChange>.TryRead(line.Change, out var change));
        if (!whole || !known || !changed) faults.Add(new("events", "incomplete", "Each line of the time line has a minute, an element and how it changed; leave a line empty that you do not need."));
        return new(minute, element, change);
    }

    static Adaptation Adaptation(AdaptationLine line, List<Fault> faults)
    {
        if (!(EnumNames<AdaptationKind>.TryRead(line.Kind, out var kind) & EnumNames<Proposer>.TryRead(line.By, out var by)))
            faults.Add(new("adaptations", "incomplete", "Each adaptation has a kind and who proposed it; leave a line empty that you do not need."));
        return new(kind, by);
    }

    static (FidelityHead Head, FidelityMark Mark) Mark(string head, string mark, List<Fault> faults)
    {
        if (!(EnumNames<FidelityHead>.TryRead(head, out var h) & EnumNames<FidelityMark>.TryRead(mark, out var m))) faults.Add(new("fidelity", "not_listed", "Choose one of these for each head."));
        return (h, m);
    }
}
