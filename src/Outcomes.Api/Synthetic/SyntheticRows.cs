using System.Globalization;
using System.Text.Json;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Sessions;

namespace Outcomes.Api.Synthetic;

/// <summary>Rows as the API takes them in, one JSON object each.</summary>
static class SyntheticRows
{
    public static void Write(Utf8JsonWriter json, Participant participant)
    {
        json.WriteStartObject();
        json.WriteString("id", participant.Id);
        json.WriteString("pseudonym", participant.Pseudonym);
        json.WriteString("school", participant.School);
        json.WriteString("arm", participant.Arm);
        json.WriteString("language", participant.Language);
        json.WriteString("enrolled_on", participant.EnrolledOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Consent consent)
    {
        json.WriteStartObject();
        json.WriteString("id", consent.Id);
        json.WriteString("participant", consent.Participant);
        json.WriteString("purpose", EnumNames<ConsentPurpose>.Of(consent.Purpose));
        json.WriteString("given_by", EnumNames<ConsentGiver>.Of(consent.GivenBy));
        json.WriteString("answer", EnumNames<ConsentAnswer>.Of(consent.Answer));
        json.WriteString("text", consent.Text);
        json.WriteString("language", consent.Language);
        json.WriteString("decided_on", consent.DecidedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteStartObject();
        json.WriteString("id", session.Id);
        json.WriteString("school", session.School);
        json.WriteString("arm", session.Arm);
        json.WriteNumber("week", session.Week);
        json.WriteString("delivery", EnumNames<Domain.Studies.Delivery>.Of(session.Delivery));
        json.WriteString("status", EnumNames<SessionStatus>.Of(session.Status));
        json.WriteString("start_utc", Utc.Text(session.StartUtc));
        if (session.DurationMinutes is { } minutes) json.WriteNumber("duration_minutes", minutes);
        if (session.EducatorPresent is { } present) json.WriteBoolean("educator_present", present);
        json.WriteStartArray("attendees");
        foreach (var attendee in session.Attendees) json.WriteStringValue(attendee);
        json.WriteEndArray();
        if (session.Transmission is { } transmission) Write(json, transmission);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Transmission transmission)
    {
        json.WriteStartObject("transmission");
        if (transmission.RttMs is { } rtt) json.WriteNumber("rtt_ms", rtt);
        if (transmission.JitterMs is { } jitter) json.WriteNumber("jitter_ms", jitter);
        if (transmission.LossPct is { } loss) json.WriteNumber("loss_pct", loss);
        if (transmission.ConcealedPct is { } concealed) json.WriteNumber("concealed_pct", concealed);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteString("id", assessment.Id);
        json.WriteString("participant", assessment.Participant);
        json.WriteString("instrument", assessment.Instrument);
        json.WriteString("version", assessment.Version);
        json.WriteString("timepoint", assessment.Timepoint);
        if (assessment.Session is { } session) json.WriteString("session", session);
        json.WriteString("completed_utc", Utc.Text(assessment.CompletedUtc));
        json.WriteString("language", assessment.Language);
        json.WriteString("mode", EnumNames<EntryMode>.Of(assessment.Mode));
        json.WriteStartObject("answers");
        foreach (var (item, answer) in assessment.Answers)
            if (answer.Value is { } value) json.WriteNumber(item, value);
            else json.WriteString(item, answer.None == NoAnswer.PreferNotToAnswer ? AnswerText.PreferNot : AnswerText.NotReached);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
