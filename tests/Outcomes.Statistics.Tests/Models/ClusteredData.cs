using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;

namespace Outcomes.Statistics.Tests.Models;

/// <summary>Rows of a made-up clustered trial: an arm given to whole clusters, a covariate, a time, an outcome.</summary>
sealed record ClusteredData(double[] Arm, double[] Pre, double[] Time, double[] Y, int[] Cluster)
{
    public int Rows => Y.Length;

    public Clusters Clusters => Clusters.FromLabels(Cluster);

    public DesignMatrix Design => Columns(("arm", Arm), ("pre", Pre));

    public DesignMatrix Growth => Columns(("arm", Arm), ("time", Time));

    public static DesignMatrix Columns(params (string Name, double[] Values)[] columns) =>
        DesignMatrix.Of([.. columns.Select(column => new Term(new Numeric(column.Name, column.Values)))], columns[0].Values.Length);

    /// <summary>4 to 9 clusters of 2 to 7 rows, with more or less variance between them, and slopes that differ.</summary>
    public static Arbitrary<ClusteredData> Any() =>
        (from seed in Gen.Choose(1, 1_000_000) from clusters in Gen.Choose(4, 9) from between in Gen.Choose(0, 3)
         select Draw(seed, clusters, between)).ToArbitrary();

    public static ClusteredData Draw(int seed, int clusters, double between)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var rows = new List<(double Arm, double Pre, double Time, double Y, int Cluster)>();
        for (int g = 0; g < clusters; g++)
        {
            double effect = between * Normal(), slope = between * Normal() / 2;
            int size = random.Next(2, 8);
            for (int i = 0; i < size; i++)
            {
                double pre = 50 + 10 * Normal();
                rows.Add((g % 2, pre, i, 5 + 2 * (g % 2) + 0.3 * pre + effect + slope * i + 2 * Normal(), g));
            }
        }
        return new ClusteredData([.. rows.Select(r => r.Arm)], [.. rows.Select(r => r.Pre)], [.. rows.Select(r => r.Time)],
            [.. rows.Select(r => r.Y)], [.. rows.Select(r => r.Cluster)]);
    }

    public ClusteredData InOrder(int[] order)
    {
        double[] By(double[] values) => [.. order.Select(i => values[i])];
        return new(By(Arm), By(Pre), By(Time), By(Y), [.. order.Select(i => Cluster[i])]);
    }

    /// <summary>
    /// Minus twice the log likelihood of dense V at given components, straight from its definition: an independent way to the criterion.
    /// </summary>
    public static double DenseCriterion(Matrix x, double[] y, Matrix v, bool restricted)
    {
        Cholesky factor = Cholesky.Of(v);
        double[][] solved = [.. Enumerable.Range(0, x.Columns).Select(j => factor.Solve(x.Column(j)))];
        double[] weighted = factor.Solve(y);
        var cross = new Matrix(x.Columns, x.Columns);
        var right = new double[x.Columns];
        for (int j = 0; j < x.Columns; j++)
        {
            right[j] = Matrix.Dot(x.Column(j), weighted);
            for (int k = 0; k < x.Columns; k++) cross[j, k] = Matrix.Dot(x.Column(j), solved[k]);
        }
        Cholesky information = Cholesky.Of(cross);
        double quadratic = Matrix.Dot(y, weighted) - Matrix.Dot(right, information.Solve(right));
        double n = restricted ? y.Length - x.Columns : y.Length;
        return n * Math.Log(2 * Math.PI) + factor.LogDeterminant + quadratic + (restricted ? information.LogDeterminant : 0);
    }

    /// <summary>σ² I + Σ over pairs of rows of one cluster of z'Dz.</summary>
    public static Matrix DenseCovariance(int[] cluster, Func<int, double[]> effects, Matrix d, double sigma2)
    {
        var v = new Matrix(cluster.Length, cluster.Length);
        for (int i = 0; i < cluster.Length; i++)
        {
            v[i, i] = sigma2;
            for (int j = 0; j < cluster.Length; j++)
                if (cluster[i] == cluster[j]) v[i, j] += d.Quadratic(effects(i), effects(j));
        }
        return v;
    }

    public static bool Near(double a, double b, double tolerance) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(b));

    public static bool Near(IEnumerable<double> a, IEnumerable<double> b, double tolerance) =>
        a.Zip(b, (x, y) => Near(x, y, tolerance)).All(near => near);
}
