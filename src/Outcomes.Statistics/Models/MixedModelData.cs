using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>What the rows of a mixed model were reduced to, on standardised columns, and the way back to the columns as given.</summary>
/// <param name="Structure">The reduced rows.</param>
/// <param name="Groups">How many correlated random effects each grouping has.</param>
/// <param name="EffectScales">A mean square a random effect on the standardised scale: where the search for its variance starts.</param>
/// <param name="Columns">How [X y] was standardised.</param>
/// <param name="Effects">For each grouping the matrix that takes standardised random effects back, b = Effects b*.</param>
internal sealed record MixedModelData(
    CovarianceStructure Structure, int[] Groups, double[] EffectScales, Standardisation Columns, Matrix[] Effects)
{
    /// <summary>Random intercepts of one grouping.</summary>
    public static MixedModelData Intercepts(Matrix x, double[] y, Clusters clusters)
    {
        var means = ClusterMeans.Of(x, y, clusters);
        Standardisation standard = Standardise(x, means);
        var between = new SortedDictionary<int, (int Count, Matrix Cross)>();
        for (int g = 0; g < clusters.Count; g++)
        {
            int size = clusters.Sizes[g];
            double[] mean = standard.Row(means.Means.Row(g), Math.Sqrt(size));
            (int count, Matrix cross) = between.TryGetValue(size, out var found) ? found : (0, new Matrix(mean.Length, mean.Length));
            ClusterMeans.AddProducts(mean, mean.Length, 1, cross.Values);
            between[size] = (count + 1, cross);
        }
        Stratum within = new(clusters.Rows - clusters.Count, 0, standard.Products(means.Within));
        Stratum[] strata = [.. between.Select(s => new Stratum(s.Value.Count, s.Key, s.Value.Cross))];
        return new(new RandomInterceptStructure(x.Columns + 1, within, strata), [1], [1], standard, [Matrix.Identity(1)]);
    }

    /// <summary>Correlated random intercepts and slopes of one grouping.</summary>
    public static MixedModelData Slopes(Matrix x, double[] y, double[] slope, Clusters clusters)
    {
        double center = slope.Average(), scale = Math.Sqrt(slope.Average(z => (z - center) * (z - center)));
        if (!(scale > 0)) throw new InputException(nameof(slope), "does not vary, so it has no slope");
        Standardisation standard = Standardise(x, ClusterMeans.Of(x, y, clusters));
        (IReadOnlyList<ClusterBlock> blocks, Stratum rest) = new SlopeBlocks(x, y, slope, standard, center, scale).Of(clusters);
        // The last share is that of the slope across the intercept: its corner is what varies inside the cluster.
        if (!blocks.Any(block => block.Rows > 1 && block.H[^1][^1] > 1e-20))
            throw new InputException(nameof(slope), "varies in no cluster, so no cluster has a slope");
        Matrix back = new(2, 2, [1, -center / scale, 0, 1 / scale]);
        return new(new ClusterBlockStructure(x.Columns + 1, 4, rest, blocks), [2], [1, 1], standard, [back]);
    }

    /// <summary>Random intercepts of an inner grouping (classes) and of the outer one that it lies in (schools).</summary>
    public static MixedModelData Nested(Matrix x, double[] y, Clusters outer, Clusters inner)
    {
        var means = ClusterMeans.Of(x, y, inner);
        Standardisation standard = Standardise(x, means);
        ClusterBlock[] blocks = [.. OuterOf(outer, inner).Select(members => NestedBlock(members, means, inner, standard))];
        Stratum within = new(inner.Rows - inner.Count, 0, standard.Products(means.Within));
        Matrix one = Matrix.Identity(1);
        return new(new ClusterBlockStructure(x.Columns + 1, 3, within, blocks), [1, 1], [1, 1], standard, [one, one]);
    }

    /// <summary>For each outer cluster, the inner clusters in it.</summary>
    static List<int>[] OuterOf(Clusters outer, Clusters inner)
    {
        var of = new int[inner.Count];
        Array.Fill(of, -1);
        for (int i = 0; i < inner.Rows; i++)
        {
            ref int known = ref of[inner.Codes[i]];
            if (known >= 0 && known != outer.Codes[i])
                throw new InputException("inner", $"the cluster of row {i + 1} lies in more than one outer cluster: give it a label of its own in each");
            known = outer.Codes[i];
        }
        var members = new List<int>[outer.Count];
        for (int g = 0; g < inner.Count; g++) (members[of[g]] ??= []).Add(g);
        return members;
    }

    /// <summary>Rows √n x̄ of the inner clusters of one outer cluster; H = diag(n) for the inner level and √n √n' for the outer.</summary>
    static ClusterBlock NestedBlock(List<int> members, ClusterMeans means, Clusters inner, Standardisation standard)
    {
        int r = members.Count;
        double[] own = new double[r * r], shared = new double[r * r];
        for (int i = 0; i < r; i++)
        {
            own[i * r + i] = inner.Sizes[members[i]];
            for (int j = 0; j < r; j++) shared[i * r + j] = Math.Sqrt((double)inner.Sizes[members[i]] * inner.Sizes[members[j]]);
        }
        double[] u = [.. members.SelectMany(g => standard.Row(means.Means.Row(g), Math.Sqrt(inner.Sizes[g])))];
        return new ClusterBlock(r, u, [own, shared]);
    }

    /// <summary>The columns of X that are no combination of those before them (the rest share less than 1e-11 of their variation).</summary>
    public int[] IndependentColumns()
    {
        var sums = new CovarianceSums(Structure.Columns, Structure.Components, derivatives: false);
        Structure.Evaluate(ResidualOnly(1), sums);
        return Independence.Columns(ProfiledLikelihood.Leading(sums.Cross), 1e-11);
    }

    /// <summary>The model without random effects, at σ² = 1.</summary>
    public LikelihoodPoint Alone(ProfiledLikelihood likelihood) =>
        likelihood.At(ResidualOnly(1), derivatives: false) ?? throw new InputException("design", "its columns are combinations of each other");

    /// <summary>The maximum under fewer random effects: those of the first groups, in the same order of components.</summary>
    public LikelihoodPoint Reduced(int[] groups, int rows, Estimation estimation)
    {
        var roots = new VarianceRoots(groups);
        var likelihood = new ProfiledLikelihood(new LeadingComponents(Structure, roots.Count), rows, estimation == Estimation.Restricted);
        return new LikelihoodMaximum(likelihood, roots, EffectScales).Find().Point;
    }

    /// <summary>Components with a residual variance and nothing else.</summary>
    public double[] ResidualOnly(double sigma2)
    {
        var v = new double[Structure.Components];
        v[0] = sigma2;
        return v;
    }

    /// <summary>Looks for values that are not finite where the sums show that there are some.</summary>
    public void RequireFinite(DesignMatrix design)
    {
        for (int j = 0; j < design.Columns; j++)
            if (!double.IsFinite(Columns.Scale[j]) || !double.IsFinite(Columns.Center[j]))
                Require.Finite(design.Values.Column(j), design.Names[j]);
        if (!double.IsFinite(Columns.OutcomeScale)) throw new InputException("response", "holds a value that is not finite");
    }

    static Standardisation Standardise(Matrix x, ClusterMeans means)
    {
        int columns = means.Means.Columns;
        double rows = means.Sizes.Sum(n => (double)n);
        double[] mean = new double[columns], square = new double[columns];
        for (int g = 0; g < means.Sizes.Count; g++)
            for (int j = 0; j < columns; j++) mean[j] += means.Sizes[g] * means.Means[g, j] / rows;
        for (int j = 0; j < columns; j++)
        {
            square[j] = means.Within[j, j] / rows;
            for (int g = 0; g < means.Sizes.Count; g++)
            {
                double deviation = means.Means[g, j] - mean[j];
                square[j] += means.Sizes[g] * deviation * deviation / rows;
            }
        }
        return Standardisation.From(x, mean, square);
    }
}
