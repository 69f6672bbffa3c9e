using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Synthetic;

/// <summary>The sessions of one school: each group meets once a week.</summary>
static class SyntheticSessions
{
    public static IEnumerable<Session> Of(SyntheticSettings settings, SyntheticSchool school, IReadOnlyList<SyntheticStudent> students)
    {
        if (!school.HasSessions) yield break;
        for (var week = 1; week <= settings.Weeks; week++)
            for (var group = 0; group < school.Groups; group++)
                yield return Create(settings, school, group, week, students);
    }

    static Session Create(SyntheticSettings settings, SyntheticSchool school, int group, int week, IReadOnlyList<SyntheticStudent> students)
    {
        var random = new RandomStream(settings.Seed, Streams.Session, (ulong)school.Number, (ulong)group, (ulong)week);
        var delivery = school.Arm == SyntheticSchool.Hybrid && week % 2 == 0 ? Delivery.Recorded : Delivery.Live;
        var day = settings.Start.AddDays(7 * (week - 1) + school.Number % 5);
        var start = At(day, 14 + 2 * (group % 4), 15 * (school.Number % 4));
        var missed = random.Chance(settings.Missingness.SessionMissed.Of(0, school.Connection, 0)) && !settings.Complete;
        var duration = 40 + random.Below(11);
        var educator = random.Chance(0.8);
        var transmission = delivery == Delivery.Live && !missed ? Transmit(school.Connection, random) : null;
        return new(random.Uuid7(start), school.Id, school.Arm, week, delivery, missed ? SessionStatus.Missed : SessionStatus.Held, start,
            missed ? null : duration, missed ? null : educator,
            missed ? [] : [.. students.Where(s => s.Group == group && s.Attended[week - 1]).Select(s => s.Pseudonym)], transmission);
    }

    /// <summary>Worse at schools with a poorer connection, and different from week to week. Squares, since such measures are skewed.</summary>
    static Transmission Transmit(double connection, RandomStream random)
    {
        var quality = 0.8 * connection + 0.6 * random.Normal();
        double Skewed(double low, double scale, int digits)
        {
            var raised = Math.Max(0, quality + 3 + 0.4 * random.Normal());
            return Math.Round(low + scale * raised * raised, digits);
        }
        return new(Skewed(20, 5, 0), Skewed(1, 0.8, 1), Skewed(0, 0.12, 2), Skewed(0, 0.2, 2));
    }

    public static DateTimeOffset At(DateOnly day, int hour, int minute) => new(day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.Zero);
}
