using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>What a mixed model maximises.</summary>
public enum Estimation
{
    /// <summary>Restricted maximum likelihood, the default: variances without the bias of the p estimated coefficients.</summary>
    Restricted,

    /// <summary>Maximum likelihood, to compare models that differ in their fixed effects.</summary>
    Maximum,
}

/// <summary>
/// Linear mixed models y = Xβ + Zb + e, b ~ N(0, D) in each cluster, e ~ N(0, σ²). R: <c>lme4::lmer</c>, with <c>lmerTest</c> and
/// <c>pbkrtest</c> for tests. Rows are first reduced to what the likelihood needs of each cluster, in one reading; the maximum is then found
/// by Newton's method with exact derivatives, to the last digits rather than to an optimizer's tolerance.
/// </summary>
/// <remarks>
/// Assumes normal errors and random effects, independent clusters and data missing at random given the model; a row with a missing value
/// is left out by the caller. Source: Laird and Ware (1982), Biometrics 38, 963–974, doi:10.2307/2529876; Bates, Mächler, Bolker and Walker
/// (2015), J. Stat. Softw. 67(1), doi:10.18637/jss.v067.i01.
/// </remarks>
public static class MixedModel
{
    /// <summary>A random intercept a cluster, V = σ² I + τ² 1 1' inside it. R: <c>lmer(y ~ … + (1 | cluster))</c>.</summary>
    /// <param name="design">The fixed effects; a column that is a combination of those before it gets no coefficient.</param>
    /// <param name="response">y, one value a row.</param>
    /// <param name="clusters">The cluster of each row.</param>
    /// <param name="estimation">REML, or ML.</param>
    /// <exception cref="InputException">Lengths differ, a value is not finite, there are fewer than two clusters, no cluster has two rows,
    /// there are no more rows than coefficients, or the fixed effects fit y exactly.</exception>
    public static MixedModelFit RandomIntercept(
        DesignMatrix design, double[] response, Clusters clusters, Estimation estimation = Estimation.Restricted)
    {
        Check(design, response, clusters, nameof(clusters));
        return Fit(design, clusters, estimation, x => MixedModelData.Intercepts(x, response, clusters));
    }

    /// <summary>A correlated random intercept and slope a cluster. R: <c>lmer(y ~ … + (slope | cluster))</c>.</summary>
    /// <param name="design">The fixed effects; usually the slope's variable is among them.</param>
    /// <param name="response">y, one value a row.</param>
    /// <param name="slope">The variable whose effect differs between clusters, one value a row.</param>
    /// <param name="clusters">The cluster (with repeated measures: the participant) of each row.</param>
    /// <param name="estimation">REML, or ML.</param>
    /// <exception cref="InputException">As for <see cref="RandomIntercept"/>; or the slope's variable varies in no cluster, or there are no
    /// more rows than random effects.</exception>
    public static MixedModelFit RandomSlope(
        DesignMatrix design, double[] response, double[] slope, Clusters clusters, Estimation estimation = Estimation.Restricted)
    {
        Check(design, response, clusters, nameof(clusters));
        Require.SameLength(response.Length, slope.Length, nameof(slope));
        Require.Finite(slope);
        if (clusters.Count * 2 >= clusters.Rows)
            throw new InputException(nameof(clusters), $"{clusters.Rows} rows cannot tell {clusters.Count} intercepts and slopes from the residual");
        return Fit(design, clusters, estimation, x => MixedModelData.Slopes(x, response, slope, clusters));
    }

    /// <summary>Random intercepts on two levels, classes in schools. R: <c>lmer(y ~ … + (1 | outer/inner))</c>.</summary>
    /// <remarks>The work grows with the cube of the inner clusters of the largest outer one: fine to some hundreds.</remarks>
    /// <param name="design">The fixed effects.</param>
    /// <param name="response">y, one value a row.</param>
    /// <param name="outer">The school of each row.</param>
    /// <param name="inner">The class of each row; a class lies in one school, so classes of two schools need different labels.</param>
    /// <param name="estimation">REML, or ML.</param>
    /// <exception cref="InputException">As for <see cref="RandomIntercept"/> at each level; or an inner cluster lies in two outer ones, or
    /// each outer one has a single inner one.</exception>
    public static MixedModelFit Nested(
        DesignMatrix design, double[] response, Clusters outer, Clusters inner, Estimation estimation = Estimation.Restricted)
    {
        Check(design, response, outer, nameof(outer));
        Check(design, response, inner, nameof(inner));
        if (inner.Count == outer.Count)
            throw new InputException(nameof(inner), "each outer cluster has one inner cluster: their variances cannot be told apart");
        return Fit(design, outer, estimation, x => MixedModelData.Nested(x, response, outer, inner));
    }

    static void Check(DesignMatrix design, double[] response, Clusters clusters, string argument)
    {
        Require.SameLength(design.Rows, response.Length, nameof(response));
        Require.SameLength(design.Rows, clusters.Rows, argument);
        if (clusters.Count < 2) throw new InputException(argument, "a random effect needs at least two clusters");
        if (clusters.Count == clusters.Rows)
            throw new InputException(argument, "each cluster has one row: its effect cannot be told from the residual");
    }

    static MixedModelFit Fit(DesignMatrix design, Clusters clusters, Estimation estimation, Func<Matrix, MixedModelData> reduce)
    {
        MixedModelData data = reduce(design.Values);
        data.RequireFinite(design);
        int[] kept = data.IndependentColumns();
        if (kept.Length < design.Columns) data = reduce(design.Values.Select([.. Enumerable.Range(0, design.Rows)], kept));
        if (kept.Length >= design.Rows)
            throw new InputException(nameof(design), $"{design.Rows} rows cannot tell {kept.Length} coefficients and the variances");
        var likelihood = new ProfiledLikelihood(data.Structure, design.Rows, estimation == Estimation.Restricted);
        if (!(data.Alone(likelihood).Quadratic > 1e-20 * design.Rows))
            throw new InputException("response", "the fixed effects fit it exactly, so there is no variance left to divide");
        var roots = new VarianceRoots(data.Groups);
        (double[] phi, LikelihoodPoint point) = new LikelihoodMaximum(likelihood, roots, data.EffectScales).Find();
        return new MixedModelFit(design, kept, clusters, estimation, data, likelihood, roots, phi, point);
    }
}
