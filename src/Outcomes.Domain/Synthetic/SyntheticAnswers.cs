using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Synthetic;

/// <summary>What one student answers: course measures where the student was there, check-ins before and after attended sessions.</summary>
sealed class SyntheticAnswers(SyntheticSettings settings, IReadOnlyList<SyntheticForm> forms, InstrumentDefinition checkIn)
{
    const double UsualLevelSd = 0.9, BeforeSd = 1.0, AfterSd = 0.8;

    public IEnumerable<Assessment> Course(SyntheticStudent student, int timepoint)
    {
        if (!student.Assessed[timepoint]) yield break;
        var week = timepoint switch { 0 => settings.Start.AddDays(-7), 1 => settings.EndpointWeek, _ => settings.FollowUp };
        var day = week.AddDays(student.School.Number % 5);
        for (var i = 0; i < forms.Count; i++)
        {
            var random = Stream(student, (ulong)timepoint, (ulong)i);
            var completed = SyntheticSessions.At(day, 9, 0).AddMinutes(student.Number % 40 + 6 * i).AddSeconds(random.Below(60));
            var answers = forms[i].Answer(student, timepoint, random, settings.Complete ? null : settings.Missingness);
            yield return Create(student, forms[i].Instrument, SyntheticStudyFile.CourseTimepoints[timepoint], null, completed, random, answers);
        }
    }

    public IEnumerable<Assessment> AroundSession(SyntheticStudent student, Session session)
    {
        var random = Stream(student, 3, (ulong)session.Week);
        var before = settings.CheckIns.Select((line, i) => UsualLevel(student, line, i) + BeforeSd * random.Normal()).ToArray();
        var after = settings.CheckIns.Select((line, i) => before[i] + Change(line, session, student, i) + AfterSd * random.Normal()).ToArray();
        var begun = session.StartUtc.AddMinutes(-6).AddSeconds(random.Below(300));
        var ended = session.StartUtc.AddMinutes(session.DurationMinutes ?? 0).AddSeconds(30 + random.Below(300));
        var first = CheckIn(student, SyntheticStudyFile.BeforeSession, session, begun, random, before);
        var second = CheckIn(student, SyntheticStudyFile.AfterSession, session, ended, random, after);
        var connection = session.Transmission is null ? 0 : student.School.Connection;
        var noFirst = random.Chance(settings.Missingness.NoCheckInAfter.Of(0, 0, 0)) && !settings.Complete;
        var noSecond = random.Chance(settings.Missingness.NoCheckInAfter.Of(0, connection, 0)) && !settings.Complete;
        if (!noFirst) yield return first;
        if (!noSecond) yield return second;
    }

    /// <summary>True mean change in a session, in points.</summary>
    public static double MeanChange(SyntheticSettings settings, SyntheticCheckIn line, Delivery delivery, double? concealedPct)
    {
        if (delivery == Delivery.Recorded) return line.Recorded;
        return line.Live * (1 - settings.BenefitLostPerConcealedPct * ((concealedPct ?? settings.UsualConcealedPct) - settings.UsualConcealedPct));
    }

    double Change(SyntheticCheckIn line, Session session, SyntheticStudent student, int index) =>
        MeanChange(settings, line, session.Delivery, session.Transmission?.ConcealedPct)
        + 0.2 * Stream(student.School.Number, 0, 4, (ulong)index).Normal()
        + 0.4 * Stream(student, 4, (ulong)index).Normal();

    double UsualLevel(SyntheticStudent student, SyntheticCheckIn line, int index) => line.Mean + UsualLevelSd * (
        line.Distress * student.Distress + Math.Sqrt(1 - line.Distress * line.Distress) * Stream(student, 5, (ulong)index).Normal());

    Assessment CheckIn(SyntheticStudent student, string timepoint, Session session, DateTimeOffset at, RandomStream random, double[] levels)
    {
        var answers = new Dictionary<string, Answer>();
        for (var i = 0; i < levels.Length; i++)
        {
            var item = SyntheticForm.SingleItem(checkIn, settings.CheckIns[i].Scale);
            var step = item.Step ?? 1;
            // Decimals, since 3 × 0.1 as doubles is not the 0.3 that a line on a screen sends.
            var steps = (decimal)Math.Round(Math.Clamp(levels[i], item.Min, item.Max) / step);
            var prefersNot = random.Chance(settings.Missingness.PreferNot.Of(student.Distress, 0, 0)) && !settings.Complete;
            answers[item.Id] = prefersNot ? Answer.PreferNot : Answer.Of((double)(steps * (decimal)step));
        }
        return Create(student, checkIn, timepoint, session.Id, at, random, answers);
    }

    static Assessment Create(SyntheticStudent student, InstrumentDefinition instrument, string timepoint, Guid? session, DateTimeOffset at,
        RandomStream random, IReadOnlyDictionary<string, Answer> answers)
    {
        var mode = session is not null
            ? EntryMode.Screen
            : random.Uniform() switch { < 0.9 => EntryMode.Screen, < 0.98 => EntryMode.Paper, _ => EntryMode.Interview };
        return new(random.Uuid7(at), student.Pseudonym, instrument.Id, instrument.Version, timepoint, session, at, student.Language, mode, answers);
    }

    RandomStream Stream(SyntheticStudent student, params ReadOnlySpan<ulong> occasion) => Stream(student.School.Number, student.Number, occasion);

    RandomStream Stream(int school, int student, params ReadOnlySpan<ulong> occasion) =>
        new(settings.Seed, [Streams.Answers, (ulong)school, (ulong)student, .. occasion]);
}
