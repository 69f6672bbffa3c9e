using FsCheck;
using FsCheck.Fluent;
using Outcomes.Oracle;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Missing;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Resampling;
using Xunit;

namespace Outcomes.Statistics.Tests.Missing;

public class Multiple_imputation
{
    /// <summary>
    /// mice 3.15.0, method norm, m = 400: its estimates are known to the standard errors that the case gives, ours with m = 200 to
    /// sqrt(2) times these.
    /// </summary>
    [Theory]
    [InlineData("mi_btheb", "treatment", "bdi_pre,bdi_2m,bdi_3m,bdi_5m,bdi_8m")]
    [InlineData("mi_nhanes", "age", "bmi,hyp,chl")]
    public void Normal_draws_tend_to_the_estimates_of_mice(string name, string factor, string columns)
    {
        var @case = Case.Read(Path.Combine(AppContext.BaseDirectory, "cases", name + ".json"));
        var imp = @case.Data.Text("imp");
        var observed = @case.Data.Where(row => imp[row] == "0");
        var formula = Formula.Parse(@case.Text("formula")!);
        var group = Factor.Of(factor, observed.Text(factor), @case.ReferenceLevel(factor));
        var variables = Indicators(group)
            .Concat(columns.Split(',').Select(column => new ImputationVariable(column, observed.Numbers(column), ImputationMethod.Normal))).ToList();
        const int Ours = 200, Theirs = 400;
        var fits = ChainedEquations.Impute(variables, Ours, seed: 20, iterations: 10, threads: 2)
            .Select(data => Fit(formula, group, variables, data)).ToList();
        var benchmark = @case.References["large_m_benchmark"].Value;
        for (var j = 0; j < fits[0].Beta.Length; j++)
        {
            var coefficient = fits[0].Design.Names[j];
            var allowed = 4 * benchmark.GetProperty("mc_se").GetProperty(coefficient).GetDouble() * Math.Sqrt(1 + (double)Theirs / Ours);
            Assert.Equal(benchmark.GetProperty("estimate").GetProperty(coefficient).GetDouble(), fits.Average(fit => fit.Beta[j]), allowed);
        }
    }

    [Fact]
    public void Matching_fills_gaps_with_observed_values_only_and_leaves_the_rest()
    {
        var (pre, post) = Scores();
        foreach (var data in ChainedEquations.Impute([new("pre", pre), new("post", post)], 5, seed: 1))
            for (var row = 0; row < post.Length; row++)
            {
                if (double.IsNaN(post[row])) Assert.Contains(data[1][row], post);
                else Assert.Equal(post[row], data[1][row]);
            }
    }

    [Fact]
    public void One_seed_gives_one_set_of_imputations_on_any_count_of_threads()
    {
        var (pre, post) = Scores();
        ImputationVariable[] variables = [new("pre", pre), new("post", post, ImputationMethod.Normal)];
        Assert.Equal(ChainedEquations.Impute(variables, 6, 3), ChainedEquations.Impute(variables, 6, 3, threads: 4));
        Assert.NotEqual(ChainedEquations.Impute(variables, 6, 3), ChainedEquations.Impute(variables, 6, 4));
    }

    [Fact]
    public void A_column_that_others_imply_does_no_harm()
    {
        var (pre, post) = Scores();
        var twice = Array.ConvertAll(pre, x => 2 * x + 1);
        var data = ChainedEquations.Impute([new("pre", pre), new("twice", twice), new("post", post)], 2, seed: 1);
        Assert.All(data, one => Assert.All(one[2], value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void A_delta_moves_the_missing_by_itself_and_nobody_else()
    {
        var (pre, post) = Scores();
        var all = Array.ConvertAll(post, _ => true);
        var share = (double)post.Count(double.IsNaN) / post.Length;
        var scenarios = DeltaAdjustment.Run([new("pre", pre), new("post", post)], 1, all, [0, -3, 2.5], Mean, post.Length - 1, 10, seed: 5);
        Assert.Equal(scenarios[0].Pooled.Estimate - 3 * share, scenarios[1].Pooled.Estimate, 1e-10);
        Assert.Equal(scenarios[0].Pooled.Estimate + 2.5 * share, scenarios[2].Pooled.Estimate, 1e-10);
    }

    [Fact]
    public void The_tipping_point_is_the_delta_nearest_zero_at_which_the_conclusion_changes()
    {
        var (pre, post) = Scores();
        ImputationVariable[] variables = [new("pre", pre), new("post", post)];
        var all = Array.ConvertAll(post, _ => true);
        var wide = DeltaAdjustment.Run(variables, 1, all, [-200, -150, -100, -50, 0, 50], Mean, post.Length - 1, 10, seed: 5);
        var tipping = DeltaAdjustment.TippingPoint(wide).Value;
        Assert.True(wide.Single(s => s.Delta == 0).Pooled.Interval!.Value.Lower > 0);
        var there = DeltaAdjustment.Run(variables, 1, all, [tipping - 20, tipping + 20], Mean, post.Length - 1, 10, seed: 5);
        Assert.True(there[0].Pooled.Interval!.Value.Lower < 0 && there[1].Pooled.Interval!.Value.Lower > 0);
        Assert.Contains("holds", DeltaAdjustment.TippingPoint(wide.Where(s => s.Delta >= 0).ToArray()).Reason);
    }

    [Fact]
    public void Imputations_that_agree_add_nothing_to_the_variance()
    {
        var pooled = RubinsRules.Pool([2, 2, 2], [.5, .5, .5], 40);
        Assert.Equal(Math.Sqrt(.5), pooled.StandardError);
        Assert.Equal(0, pooled.RelativeIncrease.Value);
        Assert.InRange(pooled.Df.Value, 37, 40); // Barnard and Rubin: (41/43) 40 and a little less
        Assert.False(pooled.DfRubin.Exists);
    }

    [Fact]
    public void Degrees_of_freedom_never_exceed_those_of_the_complete_data() => Prop.ForAll(
        Gen.Choose(1, 1000).ArrayOf(8).ToArbitrary(), Gen.Choose(3, 500).ToArbitrary(), (values, df) =>
        {
            var pooled = RubinsRules.Pool(Array.ConvertAll(values, v => v / 100.0), Array.ConvertAll(values, v => v / 7.0), df);
            return pooled.Df.Value <= df && pooled.Total >= pooled.Within && pooled.Lambda.Value is >= 0 and < 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_joint_test_of_one_coefficient_is_the_square_of_its_t()
    {
        double[] estimates = [1.1, 1.4, .9, 1.2, 1.6, 1.0], variances = [.2, .22, .19, .21, .2, .23];
        var alone = RubinsRules.Pool(estimates, variances, double.PositiveInfinity);
        var joint = RubinsRules.JointTest(Array.ConvertAll(estimates, x => new[] { x }),
            Array.ConvertAll(variances, v => new Matrix(1, 1, [v])), double.PositiveInfinity);
        Assert.Equal(alone.T.Value * alone.T.Value, joint.F, 1e-12);
        Assert.Equal(alone.RelativeIncrease.Value, joint.RelativeIncrease, 1e-12);
    }

    [Fact]
    public void One_imputation_cannot_be_pooled_and_a_column_never_seen_cannot_be_imputed()
    {
        Assert.Equal("estimates", Assert.Throws<InputException>(() => RubinsRules.Pool([1], [1], 10)).ParamName);
        double[] unseen = [double.NaN, double.NaN, double.NaN, double.NaN];
        Assert.Equal("post", Assert.Throws<InputException>(
            () => ChainedEquations.Impute([new("pre", [1, 2, 3, 4]), new("post", unseen)], 2, 1)).ParamName);
    }

    [Fact]
    public void Complete_rows_are_those_without_a_gap() =>
        Assert.Equal([0, 3], CompleteCases.Rows([1, double.NaN, 3, 4], [1, 2, double.NaN, 4]));

    static CompletedAnalysis Mean(double[][] data)
    {
        var mean = data[1].Average();
        return new(mean, data[1].Sum(x => (x - mean) * (x - mean)) / (data[1].Length - 1) / data[1].Length);
    }

    static (double[] Pre, double[] Post) Scores()
    {
        var random = new Xoshiro256(77);
        var pre = Enumerable.Range(0, 60).Select(_ => 10.0 + random.NextIndex(30)).ToArray();
        var post = pre.Select((x, i) => i % 4 == 0 ? double.NaN : x + random.NextIndex(15) - 4).ToArray();
        return (pre, post);
    }

    static IEnumerable<ImputationVariable> Indicators(Factor factor) => factor.Levels.Skip(1).Select((level, i) =>
        new ImputationVariable(level, Array.ConvertAll(factor.Codes, code => code == i + 1 ? 1.0 : 0)));

    static OrdinaryLeastSquares Fit(Formula formula, Factor group, List<ImputationVariable> variables, double[][] data)
    {
        double[] Column(string name) => data[variables.FindIndex(variable => variable.Name == name)];
        var terms = formula.Terms.Select(term => new Term(
            term[0] == group.Name ? group : new Numeric(term[0], Column(term[0])))).ToList();
        return OrdinaryLeastSquares.Fit(DesignMatrix.Of(terms, group.Rows), Column(formula.Response));
    }
}
