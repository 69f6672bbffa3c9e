using Outcomes.Domain.Assessments;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Quality;

/// <summary>A stored form as the rules look at it.</summary>
/// <param name="Participant">Id.</param>
/// <param name="Scores">By scale; those that could be made.</param>
public sealed record QualityForm(
    string Id, string Participant, string Pseudonym, string School, DateOnly EnrolledOn, string Instrument, string Version, string Timepoint, string? Session, DateTimeOffset CompletedUtc, EntryMode Mode,
    IReadOnlyDictionary<string, Answer> Answers, IReadOnlyDictionary<string, double> Scores);

/// <summary>A session that was held.</summary>
public sealed record QualitySession(string Id, string School, DateTimeOffset StartUtc, int? Minutes);

/// <summary>What looks late or odd in stored forms and sessions.</summary>
public sealed class QualityRules(StudyLookup study, IReadOnlyList<QualitySession> sessions, int lateDays)
{
    /// <summary>Fewer equal answers than this are no pattern.</summary>
    const int FewestSame = 5;

    /// <summary>In minutes: nobody makes music in less, and no school's lesson is longer.</summary>
    public const int ShortestSession = 5, LongestSession = 240;

    readonly Dictionary<string, QualitySession> _sessions = sessions.ToDictionary(s => s.Id);

    public IEnumerable<Finding> Of(IReadOnlyList<QualityForm> forms) =>
        forms.SelectMany(Alone).Concat(forms.GroupBy(f => (f.Participant, f.Instrument)).SelectMany(Changes)).Concat(forms.Where(f => f.Session is not null).GroupBy(f => (f.Participant, f.Instrument, f.Session)).SelectMany(Around))
            .Concat(sessions.Where(s => s.Minutes is < ShortestSession or > LongestSession)
                .Select(s => new Finding(FindingKind.ImpossibleDuration, s.School, null, null, null, s.Id, null, Day(s.StartUtc)) { Minutes = s.Minutes }));

    IEnumerable<Finding> Alone(QualityForm form)
    {
        if (Due(form) is { } due && Day(form.CompletedUtc).DayNumber - due.DayNumber is var days && days > lateDays) yield return Of(FindingKind.Late, form) with { Days = days };
        if (Day(form.CompletedUtc) < form.EnrolledOn) yield return Of(FindingKind.BeforeEnrolment, form);
        if (study.Instrument(form.Instrument, form.Version) is { } instrument && SaysTheSame(instrument, form.Answers)) yield return Of(FindingKind.SameAnswer, form);
    }

    DateOnly? Due(QualityForm form) => study.Timepoint(form.Timepoint) switch
    {
        { Kind: TimepointKind.Course } at => form.EnrolledOn.AddDays(7 * (at.Week ?? 0)),
        not null when form.Session is { } id && _sessions.TryGetValue(id, out var session) => Day(session.StartUtc),
        _ => null,
    };

    /// <remarks>Where no item is turned round, the same answer everywhere can well be meant.</remarks>
    static bool SaysTheSame(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> answers)
    {
        if (!instrument.Scales.Any(s => s.Reverse.Count > 0)) return false;
        var values = instrument.Items.Where(i => i.Kind == ItemKind.Choice && answers.ContainsKey(i.Id)).Select(i => answers[i.Id].Value).OfType<double>().ToList();
        return values.Count >= FewestSame && values.Distinct().Count() == 1;
    }

    /// <summary>From each form of an instrument to the participant's next.</summary>
    IEnumerable<Finding> Changes(IEnumerable<QualityForm> ofOne)
    {
        QualityForm? before = null;
        foreach (var form in ofOne.OrderBy(f => f.CompletedUtc).ThenBy(f => f.Id, StringComparer.Ordinal))
        {
            if (before is not null && study.Instrument(form.Instrument, form.Version) is { } instrument && EntryWarnings.Moved(instrument, form.Scores, before.Scores)) yield return Of(FindingKind.LargeChange, form);
            before = form;
        }
    }

    /// <summary>The check-ins before and after one session.</summary>
    IEnumerable<Finding> Around(IEnumerable<QualityForm> ofOneSession)
    {
        QualityForm? At(TimepointKind kind) => ofOneSession.FirstOrDefault(f => study.Timepoint(f.Timepoint)?.Kind == kind);
        if (At(TimepointKind.BeforeSession) is not { } before || At(TimepointKind.AfterSession) is not { } after) yield break;
        var between = (after.CompletedUtc - before.CompletedUtc).TotalMinutes;
        if (between < 0) yield return Of(FindingKind.OutOfOrder, after);
        // A form on paper has the day only.
        else if (before.Mode == EntryMode.Screen && after.Mode == EntryMode.Screen && _sessions.GetValueOrDefault(after.Session!)?.Minutes is { } minutes && between < minutes / 2.0)
            yield return Of(FindingKind.ImpossibleDuration, after) with { Minutes = (int)between };
    }

    static Finding Of(FindingKind kind, QualityForm form) => new(kind, form.School, form.Pseudonym, form.Instrument, form.Timepoint, form.Session, form.Id, Day(form.CompletedUtc));

    static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}
