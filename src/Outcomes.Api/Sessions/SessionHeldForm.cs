using System.Globalization;
using Outcomes.Data.Sessions;
using Outcomes.Domain;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Sessions;

/// <summary>What became of a session, as it was typed.</summary>
/// <param name="From">Hash of what stood there when the form was drawn.</param>
public sealed record SessionHeldForm(string From, string Status, string Delivery, string Start, string Offset, string Minutes, string Educator, IReadOnlyList<string> Attendees)
{
    public static SessionHeldForm Of(StoredSession stored)
    {
        var s = stored.Session;
        return new(stored.ContentHash, EnumNames<SessionStatus>.Of(s.Status), EnumNames<Delivery>.Of(s.Delivery), s.StartUtc.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), "",
            s.DurationMinutes?.ToString(CultureInfo.InvariantCulture) ?? "",
            s.EducatorPresent switch { true => "yes", false => "no", _ => "" }, s.Attendees);
    }

    public static SessionHeldForm Read(IFormCollection form)
    {
        var fields = new FormReader(form);
        return new(fields.Text("from"), fields.Text("status"), fields.Text("delivery"), fields.Text("start"), fields.Text("offset"), fields.Text("minutes"), fields.Text("educator"),
            [.. form["attendees"].Where(a => !string.IsNullOrEmpty(a)).Select(a => a!)]);
    }

    /// <summary>Whoever is ticked was there only if it was held: ticks of a session that was missed say nothing.</summary>
    public (Session? Session, IReadOnlyList<Fault> Faults) Session(StudyLookup study, Session before, DateTimeOffset now)
    {
        var fields = new FormReader(new FormCollection(new() { ["status"] = Status, ["delivery"] = Delivery, ["start"] = Start, ["offset"] = Offset, ["minutes"] = Minutes }));
        var (status, delivery, start) = (fields.OneOf<SessionStatus>("status"), fields.OneOf<Delivery>("delivery"), fields.Instant("start", "offset"));
        var held = status == SessionStatus.Held;
        var minutes = fields.Whole("minutes", held, 1, SessionRules.MostMinutes);
        if (fields.Faults.Count > 0) return (null, fields.Faults);
        var session = before with
        {
            Status = status!.Value, Delivery = delivery!.Value, StartUtc = start!.Value, DurationMinutes = held ? minutes : null, Attendees = held ? Attendees : [],
            Transmission = held ? before.Transmission : null, EducatorPresent = !held ? null : Educator switch { "yes" => true, "no" => false, _ => null },
        };
        var faults = SessionRules.Check(study, session, now, 0);
        return (faults.Count == 0 ? session : null, faults);
    }
}
