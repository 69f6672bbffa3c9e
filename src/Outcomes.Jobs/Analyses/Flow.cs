using Outcomes.Domain.Analyses;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>Who was reached, and what was delivered.</summary>
/// <param name="main">The first primary outcome over the course.</param>
sealed class Flow(StudyDefinition study, Snapshot snapshot, OutcomeData? main)
{
    readonly List<Session> _held = [.. snapshot.Sessions.Where(s => s.Status == SessionStatus.Held)];

    public IReadOnlyList<FlowArm> Arms()
    {
        var attended = _held.SelectMany(s => s.Attendees).ToHashSet(StringComparer.Ordinal);
        var course = study.Timepoints.Where(t => t.Kind == TimepointKind.Course).ToList();
        var assessed = course.ToDictionary(t => t.Id, t => snapshot.Assessments.Where(a => a.Timepoint == t.Id).Select(a => a.Participant).ToHashSet(StringComparer.Ordinal));
        return [.. study.Arms.Select(arm =>
        {
            var own = snapshot.Participants.Where(p => p.Arm == arm.Id).ToList();
            var inSession = own.Where(p => attended.Contains(p.Pseudonym)).ToList();
            return new FlowArm(arm.Id, arm.Title, Quantity.Of(own.Count),
                HasSessions(arm) ? Quantity.Of(inSession.Count) : Quantities.NotPlanned,
                Schools(own), [.. course.Select(t => Assessed(t.Id, [.. own.Where(p => assessed[t.Id].Contains(p.Pseudonym))]))])
            {
                SchoolsAttended = HasSessions(arm) ? Schools(inSession) : Quantities.NotPlanned,
                Analysed = Analysed(arm, people => Quantity.Of(people.Count)), SchoolsAnalysed = Analysed(arm, Schools),
            };
        })];
    }

    static FlowAssessed Assessed(string timepoint, List<Participant> there) => new(timepoint, Quantity.Of(there.Count)) { Schools = Schools(there) };

    static Quantity Schools(List<Participant> people) => Quantity.Of(people.Select(p => p.School).Distinct().Count());

    Quantity Analysed(Arm arm, Func<List<Participant>, Quantity> count) => main is null || main.IsLeftOut(arm) ? Quantities.NotPlanned
        : count([.. main.People.Where(p => p.Finished && p.Who.Arm == arm.Id).Select(p => p.Who)]);

    public DeliveryFacts Delivery() => new(
        Quantity.Of(snapshot.Sessions.Count), Quantity.Of(_held.Count), Quantity.Of(snapshot.Sessions.Count(s => s.Status == SessionStatus.Missed)),
        [.. _held.GroupBy(s => s.Delivery).OrderBy(g => g.Key).Select(g => new DeliveryCount(g.Key, Quantity.Of(g.Count())))],
        MeanAttended(), Median(t => t.RttMs), Median(t => t.LossPct), Median(t => t.ConcealedPct));

    bool HasSessions(Arm arm) => arm.Delivery != Domain.Studies.Delivery.None || _held.Any(s => s.Arm == arm.Id);

    Quantity MeanAttended()
    {
        var arms = study.Arms.Where(HasSessions).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var enrolled = snapshot.Participants.Where(p => arms.Contains(p.Arm)).Select(p => p.Pseudonym).ToHashSet(StringComparer.Ordinal);
        return enrolled.Count == 0 ? Quantities.Undefined : Quantity.Of((double)_held.Sum(s => s.Attendees.Count(enrolled.Contains)) / enrolled.Count);
    }

    Quantity Median(Func<Transmission, double?> of) =>
        Quantities.Median(_held.Select(s => s.Transmission).OfType<Transmission>().Select(of).OfType<double>());
}
