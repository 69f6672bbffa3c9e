using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Synthetic;
using Outcomes.Jobs.Analyses;
using Xunit;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>Small and broken data for a plan that asks for everything, and what must hold of any result.</summary>
static class EdgeData
{
    /// <summary>Three districts of two schools, some nine students each.</summary>
    public static (JsonObject Definition, Snapshot Snapshot) Small(ulong seed = 11, int schools = 2)
    {
        var settings = new SyntheticSettings { Seed = seed, SchoolsPerDistrict = schools, StudentsPerSchool = 9, Weeks = 3 };
        return (SyntheticStudy.Create(settings, InstrumentCatalogue.BuiltIn.All).Definition, SyntheticData.Of(settings).Snapshot);
    }

    /// <summary>With the scores, sessions and attendance of these people only.</summary>
    public static Snapshot Of(this Snapshot all, Func<Domain.Participants.Participant, bool> who)
    {
        var people = all.Participants.Where(who).ToList();
        var names = people.Select(p => p.Pseudonym).ToHashSet();
        return all with
        {
            Participants = people, Assessments = [.. all.Assessments.Where(a => names.Contains(a.Participant))],
            Sessions = [.. all.Sessions.Select(s => s with { Attendees = [.. s.Attendees.Where(names.Contains)] })],
        };
    }

    public static Snapshot WithScores(this Snapshot all, Func<ScoredAssessment, Score, double?> value) => all with
    {
        Assessments = [.. all.Assessments.Select(a => a with { Scores = [.. a.Scores.Select(s => s with { Value = value(a, s) })] })],
    };

    /// <summary>Runs it, writes it, and holds it to saying everything that was planned or why it is not there.</summary>
    public static AnalysisResult Run(JsonNode definition, Snapshot snapshot)
    {
        var study = SyntheticData.Read(definition);
        var result = AnalysisEngine.Run(study, snapshot);
        var json = AnalysisJson.Bytes(result);
        Assert.Equal(json, AnalysisJson.Bytes(AnalysisJson.Read(json)));
        Assert.Empty(Silent(study.Plan, result));
        return result;
    }

    /// <summary>What was planned and is neither there nor explained.</summary>
    public static IEnumerable<string> Silent(PlanDefinition plan, AnalysisResult result)
    {
        bool Said(string outcome) => result.Deviations.Any(d => d.Outcome == outcome);
        foreach (var outcome in result.Outcomes)
        {
            var course = outcome.Estimand == Estimand.CourseChange;
            if (outcome.Contrasts.Count != (course ? plan.Contrasts.Count : 0)) yield return $"{outcome.Id}: contrasts";
            if (outcome.Contrasts.Any(c => !c.P.IsKnown) && !Said(outcome.Id)) yield return $"{outcome.Id}: a contrast";
            if (plan.Multiplicity is not null && outcome.Contrasts.Any(c => c.P.IsKnown != c.AdjustedP.IsKnown)) yield return $"{outcome.Id}: an adjusted p";
            var analyses = course ? plan.Contrasts.Count * plan.Sensitivity.Sum(s => Math.Max(1, s.Deltas.Count)) : 0;
            if (outcome.Sensitivity.Count != analyses) yield return $"{outcome.Id}: sensitivity";
            if (outcome.Sensitivity.Any(s => !s.P.IsKnown) && !Said(outcome.Id)) yield return $"{outcome.Id}: a sensitivity analysis";
            if (outcome.Equivalence.Count != plan.Equivalence.Count(e => e.Outcome == outcome.Id)) yield return $"{outcome.Id}: equivalence";
            if (outcome.Equivalence.Any(e => e.Equivalent is null) && !Said(outcome.Id)) yield return $"{outcome.Id}: an equivalence";
            if (outcome.Moderation.Count != plan.Moderators.Count(m => m.Outcome == outcome.Id)) yield return $"{outcome.Id}: moderation";
            if (outcome.Moderation.Any(m => !m.P.IsKnown) && !Said(outcome.Id)) yield return $"{outcome.Id}: a moderation";
            foreach (var by in plan.Subgroups.Where(by => outcome.Subgroups.All(s => s.By != by) && result.Deviations.All(d => d.Code != "subgroup_not_measured")))
                yield return $"{outcome.Id}: subgroup {by}";
        }
    }
}
