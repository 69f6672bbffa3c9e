using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Sessions;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// What each participant met in the sessions that the participant was at: medians of the transmission over those where it was measured,
/// and the share of sessions with an educator present. NaN where nothing was measured.
/// </summary>
sealed class SessionExposure
{
    readonly ILookup<string, Session> _attended;

    public SessionExposure(Snapshot snapshot) => _attended = snapshot.Sessions.Where(s => s.Status == SessionStatus.Held)
        .SelectMany(s => s.Attendees.Distinct(StringComparer.Ordinal).Select(who => (Who: who, Session: s))).ToLookup(x => x.Who, x => x.Session, StringComparer.Ordinal);

    public double Of(string participant, ModeratorKind kind) => kind switch
    {
        ModeratorKind.AudioLatency => Median(participant, t => t.RttMs),
        ModeratorKind.PacketLoss => Median(participant, t => t.LossPct),
        ModeratorKind.Concealment => Median(participant, t => t.ConcealedPct),
        ModeratorKind.TeacherPresent => Share(participant),
        _ => double.NaN,
    };

    double Median(string participant, Func<Transmission, double?> of) =>
        Quantities.Median(_attended[participant].Select(s => s.Transmission).OfType<Transmission>().Select(of).OfType<double>()).Value ?? double.NaN;

    double Share(string participant)
    {
        var known = _attended[participant].Select(s => s.EducatorPresent).OfType<bool>().ToList();
        return known.Count == 0 ? double.NaN : (double)known.Count(present => present) / known.Count;
    }
}
