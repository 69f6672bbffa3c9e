using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Which timepoints have a score and of how many people, the most complete pattern first. Around sessions one score is enough; people of
/// arms that were never to be measured are left out.
/// </summary>
static class MissingPatterns
{
    public static IReadOnlyList<MissingPattern> Of(StudyDefinition study, OutcomeData data)
    {
        var used = study.Instruments.First(u => u.Instrument == data.Planned.Instrument).Timepoints;
        var times = study.Timepoints.Where(t => used.Contains(t.Id)).Select(t => t.Id).ToList();
        var scored = data.Assessments.Where(a => data.ScoreOf(a)?.Value is not null).Select(a => (a.Participant, a.Timepoint)).ToHashSet();
        var left = study.Arms.Where(arm => data.IsLeftOut(arm)).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return [.. data.People.Where(p => !left.Contains(p.Who.Arm))
            .GroupBy(p => string.Concat(times.Select(t => scored.Contains((p.Who.Pseudonym, t)) ? '1' : '0')))
            .OrderByDescending(p => p.Key, StringComparer.Ordinal)
            .Select(pattern => new MissingPattern(times, [.. pattern.Key.Select(there => there == '1')], Quantity.Of(pattern.Count()),
                [.. study.Arms.Select(arm => left.Contains(arm.Id) ? Quantities.NotPlanned : Quantity.Of(pattern.Count(p => p.Who.Arm == arm.Id)))]))];
    }
}
