using Outcomes.Domain.Plans;
using Outcomes.Statistics.Missing;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>What an outcome's models are fitted to: a row a participant, NaN where there is no score.</summary>
sealed record ModelData(string[] Arms, string[] Schools, double[] Pre, double[] Post, IReadOnlyList<Covariate> Covariates)
{
    public const string Arm = "arm";

    public static ModelData Of(PlanRun run, OutcomeData data) => new(
        [.. data.People.Select(p => p.Who.Arm)], [.. data.People.Select(p => p.Who.School)],
        [.. data.People.Select(p => p.Pre)], [.. data.People.Select(p => p.Post)], IsCompared(run.Plan, data.Planned) ? Covariate.Of(run, data) : []);

    /// <summary>Covariates are for contrasts; change within sessions has one only where something moderates it.</summary>
    static bool IsCompared(PlanDefinition plan, PlannedOutcome outcome) =>
        outcome.Estimand == Estimand.CourseChange || plan.Moderators.Any(m => m.Outcome == outcome.Id && m.Arm is not null);

    public int Count => Arms.Length;

    /// <summary>The rows in which nothing is missing that the model needs.</summary>
    public ModelData Complete() => At(CompleteCases.Rows([Pre, Post, .. Covariates.Select(c => c.Scores).OfType<double[]>()]));

    public ModelData Of(params IReadOnlyList<string> arms) => At([.. Enumerable.Range(0, Count).Where(i => arms.Contains(Arms[i]))]);

    public ModelData At(int[] rows)
    {
        T[] Pick<T>(T[] all) => Array.ConvertAll(rows, i => all[i]);
        return new(Pick(Arms), Pick(Schools), Pick(Pre), Pick(Post), [.. Covariates.Select(c => c.At(rows))]);
    }

    public int In(string arm) => Arms.Count(a => a == arm);

    /// <summary>
    /// Whether schools can tell the error of a comparison: two of each arm at least. Of an arm's only school nobody knows how far it is from the
    /// arm's others; CR2 gives a number even then, out of the covariates, and it is too small.
    /// </summary>
    public bool HasSchools(string arm, string comparator) => new[] { arm, comparator }.All(a => Schools.Where((_, i) => Arms[i] == a).Distinct().Count() > 1);

    public int SchoolsOf(string arm, string comparator) => Schools.Where((_, i) => Arms[i] == arm || Arms[i] == comparator).Distinct().Count();

    /// <summary>The factor first, then the score at From, then covariates: of columns that say the same, the later has no coefficient.</summary>
    /// <exception cref="Statistics.InputException">There is one arm only.</exception>
    public DesignMatrix Design() => DesignMatrix.Of([new(Factor.Of(Arm, Arms)), .. Adjustment()], Count);

    /// <summary>The terms beside the arm.</summary>
    public IEnumerable<Term> Adjustment() =>
        [new(new Numeric("pre", Pre)), .. Covariates.Where(c => c.Varies).Select((c, i) => new Term(c.Variable(FormattableString.Invariant($"covariate {i} "))))];
}
