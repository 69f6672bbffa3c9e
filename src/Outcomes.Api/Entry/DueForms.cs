using System.Globalization;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Entry;

/// <summary>A form that a participant should have filled in and that is not stored yet.</summary>
/// <param name="Session">Empty at timepoints of the course.</param>
/// <param name="On">The day from which it is due.</param>
public sealed record DueForm(string Pseudonym, InstrumentDefinition Instrument, Timepoint Timepoint, string Session, DateOnly On, string School, string Arm)
{
    /// <summary>Due for longer than this is overdue.</summary>
    public const int Patience = 7;

    public bool IsDue(DateOnly today) => On <= today;

    public bool IsOverdue(DateOnly today) => On.AddDays(Patience) < today;
}

/// <summary>What is due follows from the study's file and what is stored: nobody has to plan it.</summary>
static class DueForms
{
    /// <summary>The longest due first.</summary>
    public static IReadOnlyList<DueForm> Of(StudyLookup study, IReadOnlyList<EntryParticipant> participants, ILookup<string, TakenForm> taken, ILookup<string, AttendedSession> sessions) =>
    [
        .. from participant in participants
           from form in Of(study, participant, sessions[participant.Id])
           where !taken[participant.Id].Any(t => t.Is(form.Instrument.Id, form.Timepoint.Id, form.Session))
           orderby form.On, form.Pseudonym
           select form,
    ];

    static IEnumerable<DueForm> Of(StudyLookup study, EntryParticipant participant, IEnumerable<AttendedSession> sessions) =>
        from use in study.Study.Instruments
        let instrument = study.Instrument(use.Instrument, use.Version)
        where instrument is not null
        from timepoint in use.Timepoints.Select(study.Timepoint).OfType<Timepoint>()
        from when in timepoint.Kind == TimepointKind.Course ? [(Session: "", On: Day(participant.EnrolledOn).AddDays(7 * (timepoint.Week ?? 0)))]
            : sessions.Select(s => (s.Session, On: DateOnly.FromDateTime(Utc.Parse(s.StartUtc).UtcDateTime)))
        select new DueForm(participant.Pseudonym, instrument, timepoint, when.Session, when.On, participant.School, participant.Arm);

    static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
