using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>One participant in one outcome; NaN where there is no score.</summary>
sealed record Person(Participant Who, double Pre, double Post)
{
    public bool Started => !double.IsNaN(Pre);
    public bool Finished => !double.IsNaN(Pre + Post);
}

/// <summary>What one planned outcome is computed from: a row a participant, whoever enrolled, in the order of their ids.</summary>
sealed record OutcomeData(
    PlannedOutcome Planned, InstrumentDefinition Instrument, Scale Scale, IReadOnlyList<Person> People, IReadOnlyList<ScoredAssessment> Assessments)
{
    public static OutcomeData Of(StudyDefinition study, Snapshot snapshot, PlannedOutcome planned)
    {
        var use = study.Instruments.FirstOrDefault(u => u.Instrument == planned.Instrument)
            ?? throw new AnalysisImpossible($"Outcome '{planned.Id}' needs the instrument '{planned.Instrument}', which the study does not use.");
        var instrument = snapshot.Instruments.First(i => i.Id == use.Instrument && i.Version == use.Version);
        var scale = instrument.FindScale(planned.Scale)
            ?? throw new AnalysisImpossible($"Outcome '{planned.Id}' needs the scale '{planned.Scale}', which '{planned.Instrument}' does not have.");
        var own = snapshot.Assessments.Where(a => a.Instrument == planned.Instrument).ToList();
        var byPerson = own.ToLookup(a => a.Participant, StringComparer.Ordinal);
        var people = snapshot.Participants.Select(p => planned.Estimand == Estimand.CourseChange
            ? OverCourse(p, byPerson[p.Pseudonym], planned) : WithinSessions(p, byPerson[p.Pseudonym], planned)).ToList();
        return new(planned, instrument, scale, people, own);
    }

    /// <summary>The participant's scores at a course timepoint.</summary>
    public IEnumerable<(Participant Who, double Score)> At(string timepoint)
    {
        var scores = Assessments.Where(a => a.Timepoint == timepoint && a.Session is null)
            .ToDictionary(a => a.Participant, a => Value(a, Planned.Scale), StringComparer.Ordinal);
        return People.Where(p => scores.TryGetValue(p.Who.Pseudonym, out var score) && !double.IsNaN(score)).Select(p => (p.Who, scores[p.Who.Pseudonym]));
    }

    /// <summary>Whether the outcome is not about this arm: change within sessions, in an arm that has none.</summary>
    public bool IsLeftOut(Arm arm) =>
        Planned.Estimand == Estimand.SessionChange && arm.Delivery == Delivery.None && !People.Any(p => p.Who.Arm == arm.Id && p.Started);

    /// <summary>How many of these people the outcome is not about: they are not missing from it.</summary>
    public int LeftOut(StudyDefinition study, IReadOnlyList<Person> people)
    {
        var arms = study.Arms.Where(IsLeftOut).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return people.Count(p => arms.Contains(p.Who.Arm));
    }

    public Score? ScoreOf(ScoredAssessment a) => a.Scores.FirstOrDefault(s => s.Scale == Planned.Scale);

    static Person OverCourse(Participant who, IEnumerable<ScoredAssessment> own, PlannedOutcome planned)
    {
        var (pre, post) = (double.NaN, double.NaN);
        foreach (var a in own.Where(a => a.Session is null))
            if (a.Timepoint == planned.From) pre = Value(a, planned.Scale);
            else if (a.Timepoint == planned.To) post = Value(a, planned.Scale);
        return new(who, pre, post);
    }

    /// <summary>
    /// The participant's mean over own sessions that have both scores: who came often counts as much as who came once, and no one is
    /// compared with another. Who has scores before sessions only has started.
    /// </summary>
    static Person WithinSessions(Participant who, IEnumerable<ScoredAssessment> own, PlannedOutcome planned)
    {
        var sessions = own.Where(a => a.Session is not null).GroupBy(a => a.Session!.Value).OrderBy(s => s.Key)
            .Select(s => (Pre: At(s, planned.From), Post: At(s, planned.To))).ToList();
        var both = sessions.Where(s => !double.IsNaN(s.Pre + s.Post)).ToList();
        if (both.Count > 0) return new(who, both.Average(s => s.Pre), both.Average(s => s.Post));
        var before = sessions.Where(s => !double.IsNaN(s.Pre)).ToList();
        return new(who, before.Count > 0 ? before.Average(s => s.Pre) : double.NaN, double.NaN);

        double At(IEnumerable<ScoredAssessment> session, string timepoint) =>
            session.FirstOrDefault(a => a.Timepoint == timepoint) is { } found ? Value(found, planned.Scale) : double.NaN;
    }

    static double Value(ScoredAssessment a, string scale) => a.Scores.FirstOrDefault(s => s.Scale == scale)?.Value ?? double.NaN;
}
