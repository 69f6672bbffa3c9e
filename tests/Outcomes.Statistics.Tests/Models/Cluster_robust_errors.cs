using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;
using Xunit;
using static Outcomes.Statistics.Tests.Models.ClusteredData;

namespace Outcomes.Statistics.Tests.Models;

public class Cluster_robust_errors
{
    [Fact]
    public void Covariance_degrees_of_freedom_and_Wald_test_are_those_of_their_definition_with_whole_matrices() =>
        Prop.ForAll(Any(), data =>
        {
            var fit = OrdinaryLeastSquares.Fit(data.Growth, data.Y);
            var robust = ClusterRobust.Of(fit, data.Clusters);
            Matrix[] adjustments = Adjustments(fit, data.Clusters);
            double[][][] parts = [.. Enumerable.Range(0, 3).Select(j => Parts(fit, data.Clusters, adjustments, Unit(j)))];
            return Enumerable.Range(0, 3).All(j =>
            {
                double squares = parts[j].Sum(p => Math.Pow(Matrix.Dot(p, fit.Residuals()), 2));
                double expected = parts[j].Sum(p => Matrix.Dot(p, p));
                double spread = parts[j].Sum(p => parts[j].Sum(r => Math.Pow(Matrix.Dot(p, r), 2)));
                var ours = robust.Coefficients()[j];
                return Near(ours.StandardError.Value, Math.Sqrt(squares), 1e-8) && Near(ours.Df.Value, expected * expected / spread, 1e-7);
            }) && HtzAgrees(fit, robust, parts[1], parts[2]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_one_row_a_cluster_CR3_is_HC3_and_CR1_is_CR0_times_m_over_m_less_1() => Prop.ForAll(Any(), data =>
    {
        var fit = OrdinaryLeastSquares.Fit(data.Growth, data.Y);
        var rows = Clusters.FromLabels([.. Enumerable.Range(0, data.Rows)]);
        var cr3 = ClusterRobust.Of(fit, rows, ClusterCorrection.CR3).Covariance;
        var cr0 = ClusterRobust.Of(fit, rows, ClusterCorrection.CR0).Covariance;
        double factor = data.Rows / (data.Rows - 1.0);
        return Near(cr3.Values, fit.HeteroscedasticityConsistent().Values, 1e-8)
            && Near(ClusterRobust.Of(fit, rows, ClusterCorrection.CR1).Covariance.Values, cr0.Values.Select(v => v * factor), 1e-9);
    }).QuickCheckThrowOnFailure();

    /// <summary>Imbens and Kolesár (2016), Rev. Econ. Stat. 98, 701–712, doi:10.1162/REST_a_00552</summary>
    [Fact]
    public void With_one_row_a_cluster_and_two_groups_CR2_has_Welchs_error_and_the_known_degrees_of_freedom()
    {
        double[] y = [3.1, 4.9, 2.2, 6.0, 5.5, 9.1, 7.7, 8.2], arm = [0, 0, 0, 0, 0, 1, 1, 1];
        var fit = OrdinaryLeastSquares.Fit(Columns(("arm", arm)), y);
        var effect = ClusterRobust.Of(fit, Clusters.FromLabels([.. Enumerable.Range(0, 8)])).Coefficients()[1];
        double Variance(double[] v) => v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Length - 1);
        Assert.Equal(Math.Sqrt(Variance(y[..5]) / 5 + Variance(y[5..]) / 3), effect.StandardError.Value, 1e-12);
        double df = Math.Pow(1 / 5.0 + 1 / 3.0, 2) / (1 / (25.0 * 4) + 1 / (9.0 * 2));
        Assert.Equal(df, effect.Df.Value, 1e-9);
    }

    [Fact]
    public void Order_unit_and_names_of_clusters_do_not_matter() => Prop.ForAll(Any(), data =>
    {
        var order = Enumerable.Range(0, data.Rows).OrderBy(i => (i * 7919 + 13) % 1009).ToArray();
        var moved = data.InOrder(order);
        moved = moved with { Y = [.. moved.Y.Select(y => 7 - 2 * y)], Cluster = [.. moved.Cluster.Select(g => 99 - g)] };
        var fit = ClusterRobust.Of(OrdinaryLeastSquares.Fit(data.Design, data.Y), data.Clusters).Coefficients()[1];
        var other = ClusterRobust.Of(OrdinaryLeastSquares.Fit(moved.Design, moved.Y), moved.Clusters).Coefficients()[1];
        return Near(other.StandardError.Value, 2 * fit.StandardError.Value, 1e-7) && Near(other.Df.Value, fit.Df.Value, 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_Wald_test_does_not_depend_on_the_reference_level_and_one_hypothesis_is_the_t_test()
    {
        var data = Draw(21, 9, 2);
        string[] arms = [.. data.Cluster.Select(g => "abc"[g % 3].ToString())];
        FTest Test(string reference)
        {
            var design = DesignMatrix.Of([new Term(Factor.Of("arm", arms, reference)), new Term(new Numeric("pre", data.Pre))], data.Rows);
            return ClusterRobust.Of(OrdinaryLeastSquares.Fit(design, data.Y), data.Clusters).WaldHtz([1, 2])!.Value;
        }
        Assert.Equal(Test("a").F, Test("b").F, 1e-8);
        Assert.Equal(Test("a").Df2, Test("c").Df2, 1e-7);
        var robust = ClusterRobust.Of(OrdinaryLeastSquares.Fit(data.Design, data.Y), data.Clusters);
        var (t, f) = (robust.Coefficients()[1], robust.WaldHtz([1])!.Value);
        Assert.Equal(t.T.Value * t.T.Value, f.F, 1e-9);
        Assert.Equal(t.Df.Value, f.Df2, 1e-9);
        Assert.Equal(t.P.Value, f.P, 1e-10);
    }

    [Fact]
    public void An_arm_of_one_cluster_each_has_an_estimate_and_no_robust_error()
    {
        double[] y = [1, 2, 4, 3, 6, 5], arm = [0, 0, 0, 1, 1, 1];
        var fit = OrdinaryLeastSquares.Fit(Columns(("arm", arm)), y);
        var robust = ClusterRobust.Of(fit, Clusters.FromLabels(arm));
        var effect = robust.Coefficients()[1];
        Assert.Equal(14.0 / 3 - 7.0 / 3, effect.Estimate.Value, 1e-12);
        Assert.Contains("too few clusters", effect.StandardError.Reason);
        Assert.Null(robust.WaldHtz([1]));
        Assert.Equal("clusters", Assert.Throws<InputException>(() => ClusterRobust.Of(fit, Clusters.FromLabels(new int[6]))).ParamName);
    }

    static bool HtzAgrees(OrdinaryLeastSquares fit, ClusterRobust robust, double[][] first, double[][] second)
    {
        double[][][] parts = [first, second];
        double Product(int s, int t, int g, int h) => Matrix.Dot(parts[s][g], parts[t][h]);
        var omega = new Matrix(2, 2);
        for (int s = 0; s < 2; s++)
            for (int t = 0; t < 2; t++) omega[s, t] = Enumerable.Range(0, first.Length).Sum(g => Product(s, t, g, g));
        Matrix root = SymmetricEigen.Of(omega).Power(-.5);
        double[][] Scaled(int s) => [.. first.Select((_, g) => first[g].Zip(second[g], (a, b) => root[s, 0] * a + root[s, 1] * b).ToArray())];
        double[][][] scaled = [Scaled(0), Scaled(1)];
        double total = 0;
        for (int s = 0; s < 2; s++)
            for (int t = 0; t < 2; t++)
                for (int g = 0; g < first.Length; g++)
                    for (int h = 0; h < first.Length; h++)
                        total += Matrix.Dot(scaled[s][g], scaled[s][h]) * Matrix.Dot(scaled[t][g], scaled[t][h])
                            + Matrix.Dot(scaled[s][g], scaled[t][h]) * Matrix.Dot(scaled[t][g], scaled[s][h]);
        double eta = 6 / total;
        return robust.WaldHtz([1, 2]) is { } test ? Near(test.Df2, eta - 1, 1e-6) : eta <= 1 + 1e-9;
    }

    /// <summary>(I − H)^(−½) of each cluster, as wide as the cluster.</summary>
    static Matrix[] Adjustments(OrdinaryLeastSquares fit, Clusters clusters)
    {
        Matrix h = fit.Design.Values.Times(fit.InverseCrossProduct).Times(fit.Design.Values.Transposed());
        return [.. Rows(clusters).Select(rows =>
        {
            var rest = new Matrix(rows.Length, rows.Length);
            for (int i = 0; i < rows.Length; i++)
                for (int j = 0; j < rows.Length; j++) rest[i, j] = (i == j ? 1 : 0) - h[rows[i], rows[j]];
            return SymmetricEigen.Of(rest).Power(-.5);
        })];
    }

    /// <summary>Per cluster the vector p of all rows with p'e its part of the contrast, e the errors: (I − H)ᵍ' AᵍXᵍMc.</summary>
    static double[][] Parts(OrdinaryLeastSquares fit, Clusters clusters, Matrix[] adjustments, double[] c)
    {
        Matrix x = fit.Design.Values, h = x.Times(fit.InverseCrossProduct).Times(x.Transposed());
        double[] direction = x.Times(fit.InverseCrossProduct.Times(c));
        return [.. Rows(clusters).Select((rows, g) =>
        {
            double[] own = adjustments[g].Times([.. rows.Select(i => direction[i])]);
            var part = new double[x.Rows];
            for (int k = 0; k < rows.Length; k++)
                for (int i = 0; i < part.Length; i++) part[i] += ((i == rows[k] ? 1 : 0) - h[rows[k], i]) * own[k];
            return part;
        })];
    }

    static IEnumerable<int[]> Rows(Clusters clusters) =>
        Enumerable.Range(0, clusters.Count).Select(g => Enumerable.Range(0, clusters.Rows).Where(i => clusters.CodeOf(i) == g).ToArray());

    static double[] Unit(int j) => [.. Enumerable.Range(0, 3).Select(i => i == j ? 1.0 : 0)];
}
