using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;
using Xunit;
using static Outcomes.Statistics.Tests.Models.ClusteredData;

namespace Outcomes.Statistics.Tests.Models;

public class Mixed_models
{
    [Fact]
    public void The_criterion_of_random_intercepts_is_that_of_the_dense_covariance_and_no_neighbour_is_better() =>
        Prop.ForAll(Any(), data => BothWays.All(estimation =>
        {
            var fit = MixedModel.RandomIntercept(data.Design, data.Y, data.Clusters, estimation);
            double At(double sigma2, double tau2) => DenseCriterion(data.Design.Values, data.Y,
                DenseCovariance(data.Cluster, _ => [1], new Matrix(1, 1, [tau2]), sigma2), estimation == Estimation.Restricted);
            return IsLowest(fit, At(fit.Components[0], fit.Components[1]), (s, t) => At(s * fit.Components[0], t * fit.Components[1]));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void The_criterion_of_random_slopes_is_that_of_the_dense_covariance_and_no_neighbour_is_better() =>
        Prop.ForAll(Any(), data => BothWays.All(estimation =>
        {
            var fit = MixedModel.RandomSlope(data.Growth, data.Y, data.Time, data.Clusters, estimation);
            Matrix d = fit.RandomEffects[0];
            double At(double sigma2, double scale) => DenseCriterion(data.Growth.Values, data.Y, DenseCovariance(
                data.Cluster, i => [1, data.Time[i]], new Matrix(2, 2, [.. d.Values.Select(value => value * scale)]), sigma2),
                estimation == Estimation.Restricted);
            return IsLowest(fit, At(fit.Components[0], 1), (s, t) => At(s * fit.Components[0], t));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void The_criterion_of_nested_levels_is_that_of_the_dense_covariance_and_no_neighbour_is_better() =>
        Prop.ForAll(Any(), data => BothWays.All(estimation =>
        {
            int[] school = [.. data.Cluster.Select(g => g / 2)];
            var fit = MixedModel.Nested(data.Growth, data.Y, Clusters.FromLabels(school), data.Clusters, estimation);
            double At(double inner, double outer)
            {
                Matrix v = DenseCovariance(data.Cluster, _ => [1], new Matrix(1, 1, [inner * fit.Components[1]]), fit.Components[0]);
                Matrix above = DenseCovariance(school, _ => [1], new Matrix(1, 1, [outer * fit.Components[2]]), 0);
                for (int i = 0; i < v.Values.Length; i++) v.Values[i] += above.Values[i];
                return DenseCriterion(data.Growth.Values, data.Y, v, estimation == Estimation.Restricted);
            }
            return IsLowest(fit, At(1, 1), At);
        })).QuickCheckThrowOnFailure();

    /// <summary>Searle, Casella and McCulloch (1992), Variance Components, chapter 4: σ² = MSW and τ² = (MSB − MSW)/n; below zero the model is that without.</summary>
    [Fact]
    public void A_balanced_one_way_layout_has_its_closed_form_also_on_the_boundary() =>
        Prop.ForAll((from seed in Gen.Choose(1, 100_000) from g in Gen.Choose(2, 8) from n in Gen.Choose(2, 6) select (seed, g, n)).ToArbitrary(), at =>
        {
            var random = new Random(at.seed);
            int[] cluster = [.. Enumerable.Range(0, at.g * at.n).Select(i => i / at.n)];
            double[] effect = [.. Enumerable.Range(0, at.g).Select(_ => random.NextDouble())];
            double[] y = [.. cluster.Select(g => effect[g] + random.NextDouble())];
            double[] means = [.. Enumerable.Range(0, at.g).Select(g => y.Where((_, i) => cluster[i] == g).Average())];
            double msb = at.n * means.Sum(m => (m - means.Average()) * (m - means.Average())) / (at.g - 1);
            double msw = y.Select((v, i) => (v - means[cluster[i]]) * (v - means[cluster[i]])).Sum() / (at.g * (at.n - 1));
            var fit = MixedModel.RandomIntercept(DesignMatrix.Of([], y.Length), y, Clusters.FromLabels(cluster));
            bool inside = msb > msw;
            double pooled = ((at.g - 1) * msb + at.g * (at.n - 1) * msw) / (at.g * at.n - 1);
            double df = fit.Coefficients()[0].Df.Value;
            return Near(fit.ResidualVariance, inside ? msw : pooled, 1e-9)
                && Near(fit.Components[1], inside ? (msb - msw) / at.n : 0, 1e-9)
                && Near(df, inside ? at.g - 1 : y.Length - 1, 1e-6)
                && Near(fit.Coefficients(DegreesOfFreedom.KenwardRoger)[0].Df.Value, inside ? at.g - 1 : fit.Coefficients(DegreesOfFreedom.KenwardRoger)[0].Df.Value, 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_balanced_layout_of_two_levels_has_its_closed_form()
    {
        // Two pupils in each of three classes in each of four schools, spread so that every mean square is well above the one below.
        int[] school = [.. Enumerable.Range(0, 24).Select(i => i / 6)], room = [.. Enumerable.Range(0, 24).Select(i => i / 2)];
        double[] y = [.. Enumerable.Range(0, 24).Select(i => 13.0 * (school[i] * 5 % 7) + 4 * (room[i] * 7 % 5) + (i % 2 == 0 ? .6 : -.6) + i * .01)];
        double MeanSquare(int[] of, int[]? inside, int n, double df)
        {
            double Mean(int[] by, int g) => y.Where((_, i) => by[i] == g).Average();
            return n * of.Distinct().Sum(g =>
            {
                double d = Mean(of, g) - (inside is null ? y.Average() : Mean(inside, inside[Array.IndexOf(of, g)]));
                return d * d;
            }) / df;
        }
        double schools = MeanSquare(school, null, 6, 3), rooms = MeanSquare(room, school, 2, 8);
        double pupils = y.Select((v, i) => v - y.Where((_, j) => room[j] == room[i]).Average()).Sum(d => d * d) / 12;
        Assert.True(schools > rooms && rooms > pupils);
        var fit = MixedModel.Nested(DesignMatrix.Of([], 24), y, Clusters.FromLabels(school), Clusters.FromLabels(room));
        Assert.Equal(pupils, fit.ResidualVariance, 1e-9);
        Assert.Equal((rooms - pupils) / 2, fit.RandomEffects[0][0, 0], 1e-9);
        Assert.Equal((schools - rooms) / 6, fit.RandomEffects[1][0, 0], 1e-9);
        Assert.Equal(Math.Sqrt(schools / 24), fit.Coefficients()[0].StandardError.Value, 1e-9);
        Assert.Equal(3, fit.Coefficients()[0].Df.Value, 1e-6);
    }

    [Fact]
    public void Another_unit_another_order_and_other_names_of_clusters_change_nothing_but_the_unit() =>
        Prop.ForAll(Any(), data =>
        {
            var order = Enumerable.Range(0, data.Rows).OrderBy(i => (i * 7919 + 13) % 1009).ToArray();
            var moved = data.InOrder(order) with { Y = [.. order.Select(i => 1000 - 3 * data.Y[i])] };
            moved = moved with { Cluster = [.. moved.Cluster.Select(g => 77 - 5 * g)], Pre = [.. moved.Pre.Select(p => 2020 + p / 4)] };
            var fit = MixedModel.RandomIntercept(data.Design, data.Y, data.Clusters);
            var other = MixedModel.RandomIntercept(moved.Design, moved.Y, moved.Clusters);
            return Near(other.Components, fit.Components.Select(v => 9 * v), 1e-7)
                && Near(other.Beta[1], -3 * fit.Beta[1], 1e-7) && Near(other.Beta[2], -12 * fit.Beta[2], 1e-7)
                && Same(fit.Coefficients()[1], other.Coefficients()[1]) && Same(fit.Coefficients()[2], other.Coefficients()[2]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exchanging_the_arms_turns_the_sign_of_the_effect_alone() => Prop.ForAll(Any(), data =>
    {
        var fit = MixedModel.RandomSlope(data.Growth, data.Y, data.Time, data.Clusters);
        var turned = data with { Arm = [.. data.Arm.Select(arm => 1 - arm)] };
        var other = MixedModel.RandomSlope(turned.Growth, turned.Y, turned.Time, turned.Clusters);
        return Near(other.Beta[1], -fit.Beta[1], 1e-5) && Near(other.Criterion, fit.Criterion, 1e-8)
            && Near(other.Coefficients()[1].StandardError.Value, fit.Coefficients()[1].StandardError.Value, 1e-4);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_two_arm_trial_of_equal_schools_is_the_t_test_of_their_means()
    {
        double[] effects = [1.5, -.7, 2.2, .4, 3.1, -1.2];
        int[] school = [.. Enumerable.Range(0, 24).Select(i => i / 4)];
        double[] y = [.. school.Select((g, i) => 20 + effects[g] * 3 + (i % 4 - 1.5) * .8)];
        double[] arm = [.. school.Select(g => (double)(g % 2))];
        var fit = MixedModel.RandomIntercept(Columns(("arm", arm)), y, Clusters.FromLabels(school));
        double[] Means(int of) => [.. Enumerable.Range(0, 6).Where(g => g % 2 == of).Select(g => y.Where((_, i) => school[i] == g).Average())];
        double Squares(double[] m) => m.Sum(v => (v - m.Average()) * (v - m.Average()));
        double error = Math.Sqrt((Squares(Means(0)) + Squares(Means(1))) / 4 * 2 / 3);
        foreach (var method in Enum.GetValues<DegreesOfFreedom>())
        {
            var effect = fit.Coefficients(method)[1];
            Assert.Equal(Means(1).Average() - Means(0).Average(), effect.Estimate.Value, 1e-10);
            Assert.Equal(error, effect.StandardError.Value, 1e-9);
            Assert.Equal(4, effect.Df.Value, 1e-6);
            Assert.Equal(effect.T.Value * effect.T.Value, fit.Test(new Matrix(1, 2, [0, 1]), method).F, 1e-8);
        }
    }

    [Fact]
    public void No_variance_between_clusters_is_found_and_said_and_leaves_ordinary_least_squares()
    {
        var data = Draw(3, 6, 0);
        double[] Inside(double[] values) =>
            [.. values.Select((v, i) => v - values.Where((_, j) => data.Cluster[j] == data.Cluster[i]).Average())];
        double[] y = Inside(data.Y);
        var design = Columns(("pre", Inside(data.Pre)));
        var (fit, alone) = (MixedModel.RandomIntercept(design, y, data.Clusters), OrdinaryLeastSquares.Fit(design, y));
        Assert.True(fit.Singular);
        Assert.Equal(0, fit.Components[1]);
        Assert.Equal(0, fit.IntraclassCorrelation.Value);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(alone.Coefficients[j].Estimate.Value, fit.Coefficients()[j].Estimate.Value, 1e-9);
            Assert.Equal(alone.Coefficients[j].StandardError.Value, fit.Coefficients()[j].StandardError.Value, 1e-9);
            Assert.Equal(alone.ResidualDf, fit.Coefficients()[j].Df.Value, 1e-7);
        }
        var test = fit.TestRandomEffects();
        Assert.Equal((0, 1, .5), (test.ChiSquared, test.P, test.PMixture));
    }

    [Fact]
    public void A_random_slope_never_fits_worse_than_none() => Prop.ForAll(Any(), data => BothWays.All(estimation =>
    {
        var slope = MixedModel.RandomSlope(data.Growth, data.Y, data.Time, data.Clusters, estimation);
        var intercept = MixedModel.RandomIntercept(data.Growth, data.Y, data.Clusters, estimation);
        return slope.Criterion <= intercept.Criterion + 1e-8 && slope.TestRandomEffects().ChiSquared >= 0
            && Near(intercept.Criterion - slope.Criterion, slope.TestRandomEffects().ChiSquared, 1e-7);
    })).QuickCheckThrowOnFailure();

    [Fact]
    public void Years_as_time_cost_no_digits()
    {
        var data = Draw(11, 8, 2);
        var years = data with { Time = [.. data.Time.Select(t => 2020 + t)] };
        var fit = MixedModel.RandomSlope(data.Growth, data.Y, data.Time, data.Clusters);
        var other = MixedModel.RandomSlope(years.Growth, years.Y, years.Time, years.Clusters);
        Assert.Equal(fit.Criterion, other.Criterion, 1e-8);
        Assert.Equal(fit.RandomEffects[0][1, 1], other.RandomEffects[0][1, 1], 1e-6);
        Assert.Equal(fit.Coefficients()[2].Df.Value, other.Coefficients()[2].Df.Value, 1e-4);
    }

    [Fact]
    public void A_column_that_others_make_up_has_no_coefficient_and_the_rest_are_as_without_it()
    {
        var data = Draw(5, 7, 1);
        double[] sum = [.. data.Arm.Zip(data.Pre, (a, p) => 2 * a - p)], constant = [.. data.Y.Select(_ => 4.0)];
        var fit = MixedModel.RandomIntercept(
            Columns(("constant", constant), ("arm", data.Arm), ("pre", data.Pre), ("sum", sum)), data.Y, data.Clusters);
        var without = MixedModel.RandomIntercept(data.Design, data.Y, data.Clusters);
        Assert.Contains("combination", fit.Coefficients()[1].Estimate.Reason);
        Assert.Contains("combination", fit.Coefficients()[4].Estimate.Reason);
        Assert.Equal(without.Coefficients()[1].T.Value, fit.Coefficients()[2].T.Value, 1e-9);
        Assert.Equal(["arm", "pre"], fit.TypeThree().Select(one => one.Term));
        Assert.Equal(without.TypeThree()[0].Test.F, fit.TypeThree()[0].Test.F, 1e-8);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        var data = Draw(5, 7, 1);
        string Refused(Action fit) => Assert.Throws<InputException>(fit).ParamName!;
        Assert.Equal("clusters", Refused(() => MixedModel.RandomIntercept(data.Design, data.Y, Clusters.FromLabels(new int[data.Rows]))));
        Assert.Equal("clusters", Refused(() => MixedModel.RandomIntercept(data.Design, data.Y, Clusters.FromLabels([.. data.Y]))));
        Assert.Equal("response", Refused(() => MixedModel.RandomIntercept(data.Design, data.Y[1..], data.Clusters)));
        Assert.Equal("response", Refused(() => MixedModel.RandomIntercept(data.Design, data.Pre, data.Clusters)));
        Assert.Equal("response", Refused(() => MixedModel.RandomIntercept(data.Design, [.. data.Y[1..], double.NaN], data.Clusters)));
        Assert.Equal("slope", Refused(() => MixedModel.RandomSlope(data.Design, data.Y, data.Arm, data.Clusters)));
        Assert.Equal("inner", Refused(() => MixedModel.Nested(data.Design, data.Y, data.Clusters, data.Clusters)));
        var ml = MixedModel.RandomIntercept(data.Design, data.Y, data.Clusters, Estimation.Maximum);
        Assert.Equal("method", Refused(() => ml.Coefficients(DegreesOfFreedom.KenwardRoger)));
    }

    [Fact]
    public void Large_data_give_the_same_as_the_same_data_sorted_by_cluster()
    {
        // Beyond the size from which rows are read in parts.
        var random = new Random(1);
        int n = 70_000;
        int[] cluster = [.. Enumerable.Range(0, n).Select(_ => random.Next(500))];
        double[] arm = [.. cluster.Select(g => (double)(g % 2))], pre = [.. cluster.Select(_ => random.NextDouble())];
        double[] y = [.. cluster.Select((g, i) => Math.Sin(g) + pre[i] + random.NextDouble())];
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => cluster[i])];
        var data = new ClusteredData(arm, pre, pre, y, cluster);
        var sorted = data.InOrder(order);
        var (fit, other) = (MixedModel.RandomIntercept(data.Design, y, data.Clusters), MixedModel.RandomIntercept(sorted.Design, sorted.Y, sorted.Clusters));
        Assert.Equal(fit.Components[1], other.Components[1], 1e-11);
        Assert.Equal(fit.Coefficients()[1].Df.Value, other.Coefficients()[1].Df.Value, 1e-6);
    }

    static readonly Estimation[] BothWays = [Estimation.Restricted, Estimation.Maximum];

    static bool Same(Coefficient a, Coefficient b) =>
        Near(Math.Abs(a.T.Value), Math.Abs(b.T.Value), 1e-6) && Near(a.Df.Value, b.Df.Value, 1e-4);

    static bool IsLowest(MixedModelFit fit, double dense, Func<double, double, double> at) =>
        Near(fit.Criterion, dense, 1e-8)
        && new[] { .97, 1, 1.03 }.All(s => new[] { .97, 1, 1.03 }.All(t => at(s, t) >= dense - 1e-7));
}
