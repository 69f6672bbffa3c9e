using Outcomes.Domain.Studies;
using Outcomes.Statistics.Missing;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// The data of one outcome completed several times by chained equations (predictive mean matching). The imputation holds all that the
/// analysis does, and what else tells of the missing: arms, covariates, the same scale at other timepoints of the course and, where schools are
/// clusters, a column a school (Andridge 2011, doi:10.1002/bimj.201000140: the variance is then rather too large than too small).
/// Everyone enrolled is completed, in the arm that they were given.
/// </summary>
sealed class Imputations(PlanRun run, OutcomeData outcome, ModelData data)
{
    // As in mice; the estimates settle within three or four.
    const int Rounds = 5, Donors = 5;

    /// <summary>A column a school needs this many times as many observed rows as there are columns; else schools are left out and it is noted.</summary>
    const int RowsAColumn = 3;

    readonly Dictionary<(int, int, string?, double), IReadOnlyList<ModelData>> _made = [];

    /// <param name="shifted">The arm whose missing scores at To are assumed to differ by <paramref name="delta"/> from what the data predict; null: none.</param>
    /// <exception cref="Statistics.InputException">A variable is observed too seldom, or the count or seed is missing.</exception>
    public IReadOnlyList<ModelData> Of(int? imputations, int? seed, string? shifted = null, double delta = 0)
    {
        if (imputations is not >= 2 || seed is null) throw new Statistics.InputException("imputations", "two or more and a seed are needed");
        if (delta == 0) shifted = null;   // missing at random, the same for whichever arm
        var key = (imputations.Value, seed.Value, shifted, delta);
        if (!_made.TryGetValue(key, out var made)) _made[key] = made = Make(imputations.Value, seed.Value, shifted, delta);
        return made;
    }

    List<ModelData> Make(int imputations, int seed, string? shifted, double delta)
    {
        run.Cancel.ThrowIfCancellationRequested();
        var assumed = shifted is null ? null : Array.ConvertAll(data.Arms, arm => arm == shifted ? delta : 0);
        var scored = data.Covariates.Where(c => c.Scores is not null).ToList();
        List<ImputationVariable> variables = [new("pre", data.Pre), new("post", data.Post, Delta: assumed), .. scored.Select(c => new ImputationVariable(c.Id, c.Scores!))];
        variables.AddRange(OtherTimes());
        variables.AddRange([.. Indicators(ModelData.Arm, data.Arms), .. data.Covariates.Where(c => c.Labels is not null).SelectMany(c => Indicators(c.Id, c.Labels!))]);
        if (run.IsClustered) AddSchools(variables);
        var completed = ChainedEquations.Impute(variables, imputations, unchecked((ulong)seed), Rounds, Donors, Environment.ProcessorCount);
        return [.. completed.Select(columns => data with
        {
            Pre = columns[0], Post = columns[1],
            Covariates = [.. data.Covariates.Select(c => c.Scores is null ? c : c with { Scores = columns[2 + scored.IndexOf(c)] })],
        })];
    }

    /// <summary>The scale at the course's other timepoints, where it was measured often enough to tell anything.</summary>
    IEnumerable<ImputationVariable> OtherTimes() => run.Study.Timepoints
        .Where(t => t.Kind == TimepointKind.Course && t.Id != outcome.Planned.From && t.Id != outcome.Planned.To)
        .Select(t => new ImputationVariable(t.Id, ScoresAt(t.Id))).Where(v => v.Values.Count(double.IsFinite) > 2);

    double[] ScoresAt(string timepoint)
    {
        var scores = outcome.At(timepoint).ToDictionary(s => s.Who.Pseudonym, s => s.Score, StringComparer.Ordinal);
        return [.. outcome.People.Select(p => scores.GetValueOrDefault(p.Who.Pseudonym, double.NaN))];
    }

    void AddSchools(List<ImputationVariable> variables)
    {
        var schools = Indicators("school", data.Schools).ToList();
        var seen = variables.Where(v => v.Values.Any(double.IsNaN)).Select(v => v.Values.Count(double.IsFinite)).DefaultIfEmpty(0).Min();
        if (seen >= RowsAColumn * (variables.Count + schools.Count)) variables.AddRange(schools);
        else if (seen > 0) run.Deviations.Add("schools_not_in_imputation", outcome.Planned.Id, schools.Count + 1, seen);
    }

    /// <summary>0 or 1 for each level but the first.</summary>
    static IEnumerable<ImputationVariable> Indicators(string name, string[] labels) => labels.Distinct().Order(StringComparer.Ordinal).Skip(1)
        .Select(level => new ImputationVariable(name + level, Array.ConvertAll(labels, l => l == level ? 1.0 : 0)));
}
