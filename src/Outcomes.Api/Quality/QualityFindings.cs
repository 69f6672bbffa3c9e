using Outcomes.Api.Entry;
using Outcomes.Data.Entry;
using Outcomes.Data.Quality;
using Outcomes.Domain.Access;
using Outcomes.Domain.Quality;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Quality;

/// <summary>Everything that looks missing, late or odd in the data of the own schools, derived from what is stored each time that somebody looks.</summary>
static class QualityFindings
{
    /// <summary>Of one study, in memory: the page counts them by school and kind.</summary>
    const int MostParticipants = 200_000;

    public static IReadOnlyList<Finding> Of(IServiceProvider services, Actor actor, StudyLookup study, int lateDays, DateOnly today)
    {
        var rows = services.GetRequiredService<QualityStore>().Read(actor, study.Study.Id);
        var forms = rows.Forms.ToDictionary(f => f.Id);
        return
        [
            .. Missing(services.GetRequiredService<EntryStore>(), actor, study, today),
            .. new QualityRules(study, rows.Sessions, lateDays).Of(rows.Forms),
            .. rows.Overruled.Where(o => forms.ContainsKey(o.Assessment)).Select(o => Overruled(forms[o.Assessment], o)),
        ];
    }

    static IEnumerable<Finding> Missing(EntryStore entry, Actor actor, StudyLookup study, DateOnly today)
    {
        var id = study.Study.Id;
        var participants = entry.Participants(actor, id, null, MostParticipants);
        var schools = participants.ToDictionary(p => p.Pseudonym, p => p.School);
        return DueForms.Of(study, participants, entry.Taken(actor, id), entry.Sessions(actor, id)).Where(f => f.On <= today)
            .Select(f => new Finding(FindingKind.Missing, schools[f.Pseudonym], f.Pseudonym, f.Instrument.Id, f.Timepoint.Id, f.Session.Length == 0 ? null : f.Session, null, f.On) { Days = today.DayNumber - f.On.DayNumber });
    }

    static Finding Overruled(QualityForm form, OverruledForm overruled) =>
        new(FindingKind.Overruled, form.School, form.Pseudonym, form.Instrument, form.Timepoint, form.Session, form.Id, DateOnly.FromDateTime(form.CompletedUtc.UtcDateTime)) { Overruled = (overruled.Warning, overruled.Reason) };
}
