using System.Globalization;
using Outcomes.Oracle;
using Outcomes.Statistics.Agreement;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Missing;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Planning;
using Outcomes.Statistics.Resampling;
using Outcomes.Statistics.Synthesis;
using Xunit;

namespace Outcomes.Statistics.Tests;

/// <summary>What the pages under docs/statistics show is what the code gives: a page that no longer does is out of date.</summary>
public class Documented_examples
{
    [Fact]
    public void Intraclass_correlation()
    {
        var icc = new IntraclassCorrelation(Columns("icc_anxiety"));
        IntraclassEstimate[] forms = [icc.OneWaySingle, icc.AgreementSingle, icc.ConsistencySingle,
            icc.OneWayAverage, icc.AgreementAverage, icc.ConsistencyAverage];
        Shows("intraclass-correlation", [.. forms.Select(one => Text($"{one.Value:F3}  {Limits(one.Interval)}  F({one.Df1:F0}, {one.Df2:F0}) = {one.F:F2}, p = {one.P:F3}"))]);
    }

    [Fact]
    public void Kappa()
    {
        var data = Data("kappa_sexualfun");
        string[] levels = ["Never Fun", "Fairly Often", "Very Often", "Always fun"];
        var table = RatingTable.Cross(RatingTable.Code(data.Text("r1"), levels), RatingTable.Code(data.Text("r2"), levels), levels.Length);
        Shows("kappa", [.. Enum.GetValues<KappaWeights>().Select(weights => CohenKappa.Of(table, weights))
            .Select(one => Text($"{one.Value:F3}  {Limits(one.Interval)}  z = {one.Z:F2}, p = {one.P:F4}"))]);
    }

    [Fact]
    public void Krippendorffs_alpha()
    {
        var codes = Columns("kripp_canonical");
        var boot = Bootstrap.OfRows(codes.Rows, rows => KrippendorffAlpha.Of(Only(codes, rows), MeasurementLevel.Interval).Or(1), 10_000, seed: 1);
        Shows("krippendorff-alpha", [Limits(boot.Percentile()), .. Enum.GetValues<MeasurementLevel>()
            .Select(level => Text($"{level,-9} {KrippendorffAlpha.Of(codes, level):F3}"))]);
    }

    [Fact]
    public void Effects_across_sites()
    {
        var data = Data("meta_bcg");
        var meta = new MetaAnalysis(data.Numbers("yi"), data.Numbers("vi"));
        var (random, knapp) = (meta.RandomEffects(), meta.RandomEffects(BetweenSiteVariance.Reml, MeanTest.HartungKnapp).Pooled);
        Shows("meta-analysis",
            Text($"Q({meta.Heterogeneity.Df}) = {meta.Heterogeneity.Q:F1}, p = {meta.Heterogeneity.P:E1}"),
            Text($"{meta.CommonEffect.Mean:F3} {Limits(meta.CommonEffect.Interval)}"),
            Text($"{random.Pooled.Mean:F3} {Limits(random.Pooled.Interval)}"),
            Text($"{Limits(knapp.Interval)}  t({knapp.Df}) = {knapp.Statistic:F2}, p = {knapp.P:F4}"),
            Text($"{random.TauSquared:F3} {Limits(meta.TauSquaredInterval())}    tau {random.Tau:F3}, ")
                + Text($"I squared {100 * random.ISquared:F1} %, H squared {random.HSquared:F1}"),
            Limits(random.PredictionInterval), Limits(random.PredictionIntervalOfTest));
    }

    [Fact]
    public void Multiple_imputation_and_what_if_it_is_wrong()
    {
        var data = Data("mi_btheb");
        var imp = data.Text("imp");
        var seen = data.Where(row => imp[row] == "0");
        var treated = seen.Text("treatment").Select(arm => arm == "BtheB").ToArray();
        ImputationVariable[] variables = [new("arm", Array.ConvertAll(treated, yes => yes ? 1.0 : 0)),
            .. new[] { "bdi_pre", "bdi_2m", "bdi_3m", "bdi_5m", "bdi_8m" }.Select(name => new ImputationVariable(name, seen.Numbers(name)))];
        double[] deltas = [-5, -2.5, 0];
        var scenarios = DeltaAdjustment.Run(variables, 5, treated, deltas, Arm, 97, imputations: 50, seed: 2026);
        Shows("multiple-imputation", Text($"{scenarios[2].Pooled.Estimate:F2} {Limits(scenarios[2].Pooled.Interval)}"));
        Shows("missing-not-at-random", [Text($"tipping point: {DeltaAdjustment.TippingPoint(scenarios):F2}"), .. scenarios
            .Select(one => Text($"{one.Delta,6:F1} {one.Pooled.Estimate,7:F2} {Limits(one.Pooled.Interval)} p = {one.Pooled.P:F3}"))]);
    }

    [Fact]
    public void Bootstrap_and_permutations()
    {
        var changes = Data("resample_anorexia_ft").Numbers("change");
        var boot = Bootstrap.OfMean(changes, 10_000, seed: 2026);
        var ideal = Bootstrap.IdealStandardErrorOfMean(changes);
        Shows("bootstrap",
            Text($"mean {boot.Estimate:F3}, standard error {boot.StandardError:F3} (of infinitely many replicates {ideal:F3}), ")
                + Text($"z0 {boot.BiasCorrection:F4}, a {boot.Acceleration:F4}"),
            Limits(boot.Percentile()), Limits(boot.Bca()));
        var groups = Data("twogroup_anorexia_change");
        double[] Group(string name) => groups.Numbers("y").Where((_, i) => groups.Text("group")[i] == name).ToArray();
        var test = PermutationTest.TwoGroups(Group("FT"), Group("Cont"), 100_000, seed: 2026);
        Shows("permutation-tests", Text($"exact p = {SignFlip.ExactP(changes):F6}, simulated p = {PermutationTest.Signs(changes, 100_000, 2026).P:F6}"),
            Text($"difference {test.Statistic:F3}, reached by {test.AsExtreme} of 100,000, p = {test.P:F5}"));
    }

    [Fact]
    public void Planning_a_trial()
    {
        var trial = new ClusterTrial(20, .05, .4);
        var clusters = trial.ClustersPerArm(.4);
        Shows("power", Text($"// {Power.SampleSize(.5)}: power {Dot(Power.OfTwoArms(64, 64, .5))}"), Text($"// {trial.DesignEffect:F3}"),
            Text($"// {clusters}: power {Dot(trial.Power(clusters, clusters, .4))}"), Text($"// {trial.DetectableEffect(8, 8):F3}"));
        var list = AllocationList.Make(new([new("music"), new("usual")], [4, 6], ["north", "south"], 6, 20261122));
        var minimized = Minimization.Allocate(new([new("music"), new("usual")], [1, 1], .8, 7),
            [["girl", "north"], ["boy", "north"], ["girl", "south"], ["girl", "north"]]);
        Shows("randomization", [list.Statement, .. list.Allocations.Take(8).Select(a => $"{a.Stratum} {a.Number} block {a.Block} {a.Arm}"),
            .. minimized.Select(one => Text($"{string.Join('/', one.Levels)} imbalance {string.Join(' ', one.Imbalance)} ")
                + Text($"probabilities {one.Probabilities[0]:F2} {one.Probabilities[1]:F2} draw {one.Draw:F3} -> {one.Arm}"))]);
    }

    static void Shows(string page, params string[] lines)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", page + ".md"));
        Assert.All(lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static string Limits(Interval? interval) => Text($"[{interval!.Value.Lower:F3}, {interval.Value.Upper:F3}]");

    static string Dot(double share) => Text($"{share:F4}")[1..]; // .8015

    static Table Data(string @case) => Table.Read(Path.Combine(AppContext.BaseDirectory, "cases", @case + ".csv"));

    static Matrix Columns(string @case)
    {
        var data = Data(@case);
        var columns = data.Names.Select(data.Numbers).ToArray();
        var matrix = new Matrix(data.Rows, columns.Length);
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < columns.Length; j++) matrix[i, j] = columns[j][i];
        return matrix;
    }

    static Matrix Only(Matrix codes, ReadOnlySpan<int> rows)
    {
        var part = new Matrix(rows.Length, codes.Columns);
        for (var i = 0; i < rows.Length; i++) codes.Row(rows[i]).CopyTo(part.Row(i));
        return part;
    }

    static CompletedAnalysis Arm(double[][] data)
    {
        var terms = new[] { new Term(new Numeric("arm", data[0])), new Term(new Numeric("pre", data[1])) };
        var fit = OrdinaryLeastSquares.Fit(DesignMatrix.Of(terms, data[0].Length), data[5]);
        return new(fit.Beta[1], fit.Covariance[1, 1]);
    }
}
