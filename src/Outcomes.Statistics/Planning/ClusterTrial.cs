namespace Outcomes.Statistics.Planning;

/// <summary>A trial in which whole clusters (schools, classes) are randomized to two arms.</summary>
/// <param name="MeanSize">Mean number of people analysed a cluster.</param>
/// <param name="Icc">Intraclass correlation of the outcome: share of its variance between clusters of one arm, 0 to 1.</param>
/// <param name="SizeVariation">Coefficient of variation of cluster sizes: standard deviation over mean; 0 for equal ones.</param>
/// <remarks>
/// <para>The design effect 1 + ((1 + cv^2) m - 1) icc divides the number of people; t has (clusters - 2) degrees of freedom, since the
/// clusters were randomized. It is exact for equal sizes analysed by cluster means, and on the safe side for unequal ones.</para>
/// <para>Limits: with fewer than about four clusters an arm no adjustment helps; correlations from small pilots are poor guides, so plan
/// for a range of them.</para>
/// <para>References: Donner, A. and Klar, N. (2000), Design and Analysis of Cluster Randomization Trials in Health Research, chapter 5;
/// Eldridge, S. M., Ashby, D. and Kerry, S. (2006), International Journal of Epidemiology 35, 1292-1300,
/// https://doi.org/10.1093/ije/dyl129. R: no package is needed,
/// <c>pt(qt(.975, 2*k - 2), 2*k - 2, d*sqrt(k*m/deff/2), lower = FALSE)</c> for k clusters an arm, and the other tail.</para>
/// </remarks>
public sealed record ClusterTrial(double MeanSize, double Icc, double SizeVariation = 0)
{
    /// <summary>How many times as many people the clustered trial needs: 1 + ((1 + cv^2) m - 1) icc.</summary>
    /// <exception cref="InputException">A size below 1, a correlation outside 0 to 1, or a negative variation.</exception>
    public double DesignEffect
    {
        get
        {
            if (!(MeanSize >= 1) || !double.IsFinite(MeanSize))
                throw new InputException(nameof(MeanSize), $"at least one person a cluster, not {MeanSize:R}");
            if (!(Icc >= 0 && Icc <= 1)) throw new InputException(nameof(Icc), $"a correlation from 0 to 1, not {Icc:R}");
            if (!(SizeVariation >= 0) || !double.IsFinite(SizeVariation))
                throw new InputException(nameof(SizeVariation), $"cannot be negative, is {SizeVariation:R}");
            return 1 + ((1 + SizeVariation * SizeVariation) * MeanSize - 1) * Icc;
        }
    }

    /// <summary>The trial with clusters of known sizes: their mean, and their variation with divisor k, so that the design effect is
    /// Kish's 1 + (sum m^2/sum m - 1) icc.</summary>
    public static ClusterTrial OfSizes(ReadOnlySpan<int> sizes, double icc)
    {
        Require.AtLeast(1, sizes.Length, nameof(sizes), "cluster");
        double sum = 0, squares = 0;
        foreach (var size in sizes)
        {
            Require.AtLeast(1, size, nameof(sizes), "person a cluster");
            sum += size;
            squares += (double)size * size;
        }
        var mean = sum / sizes.Length;
        return new ClusterTrial(mean, icc, Math.Sqrt(Math.Max(0, squares / sizes.Length - mean * mean)) / mean);
    }

    /// <summary>Power for given numbers of clusters, three at least in all.</summary>
    /// <param name="first">Clusters in the first arm.</param>
    /// <param name="second">Clusters in the second arm.</param>
    /// <param name="effect">Cohen's d on people: difference of means over the total standard deviation within an arm.</param>
    /// <param name="alpha">Two-sided level.</param>
    public double Power(int first, int second, double effect, double alpha = 0.05)
    {
        Require.AtLeast(1, first, nameof(first), "cluster");
        Require.AtLeast(1, second, nameof(second), "cluster");
        Require.AtLeast(3, first + second, nameof(second), "clusters in both arms");
        var people = MeanSize / DesignEffect * first * second / (first + second);
        return Planning.Power.OfT(effect * Math.Sqrt(people), first + second - 2.0, alpha);
    }

    /// <summary>The fewest clusters an arm that reach a power, both arms alike.</summary>
    /// <param name="effect">Cohen's d on people, not zero.</param>
    /// <param name="power">Wanted, above alpha and below 1.</param>
    /// <param name="alpha">Two-sided level.</param>
    public int ClustersPerArm(double effect, double power = 0.8, double alpha = 0.05)
    {
        Planning.Power.CheckGoal(effect, power, alpha);
        return Planning.Power.Fewest(2, k => Power(k, k, effect, alpha) >= power, nameof(effect));
    }

    /// <summary>The smallest d that these clusters detect with a power.</summary>
    public double DetectableEffect(int first, int second, double power = 0.8, double alpha = 0.05) =>
        Planning.Power.SmallestEffect(d => Power(first, second, d, alpha), power, alpha);
}
