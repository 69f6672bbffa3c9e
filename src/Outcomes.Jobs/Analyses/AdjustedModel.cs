using Outcomes.Statistics;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// A linear model with the errors that the plan asks for: clustered by school (CR2, Satterthwaite), or the usual ones. With clusters too
/// few to tell an error there is an estimate and no test: an error that ignores the clusters would be no answer to the same question.
/// </summary>
sealed class AdjustedModel
{
    readonly OrdinaryLeastSquares _fit;
    readonly ClusterRobust? _robust;
    readonly bool _clustered, _exact;

    // Squared residuals below this share of the squared response are rounding: all scores are the same, or follow from the columns.
    const double RoundingOnly = 1e-20;

    /// <exception cref="InputException">Too few rows, or a factor of one level.</exception>
    public AdjustedModel(DesignMatrix design, double[] response, string[] schools, bool clustered)
    {
        (_fit, _clustered) = (OrdinaryLeastSquares.Fit(design, response), clustered);
        _exact = _fit.ResidualSumOfSquares <= RoundingOnly * Matrix.Dot(response, response);
        if (clustered && schools.Distinct().Count() > 1) _robust = ClusterRobust.Of(_fit, Clusters.FromLabels(schools));
    }

    /// <summary>To by arm, the score at From and covariates. One model holds all arms, so that slope and residual spread are shared.</summary>
    public static AdjustedModel Ancova(ModelData rows, bool clustered) => new(rows.Design(), rows.Post, rows.Schools, clustered);

    public DesignMatrix Design => _fit.Design;

    public double[] Beta => _fit.Beta;

    public Matrix Covariance => _robust?.Covariance ?? _fit.Covariance;

    public bool IsEstimable(int column) => _fit.Estimable[column];

    /// <summary>One arm less another, at equal scores at From and equal covariates.</summary>
    public Coefficient Difference(string arm, string comparator, double level) => Combination(Weights(Design, arm, comparator), level);

    /// <summary>Of the columns, for one arm less another; the reference level has no column of its own.</summary>
    public static double[] Weights(DesignMatrix design, string arm, string comparator) =>
        [.. design.Names.Select(name => name == ModelData.Arm + arm ? 1.0 : name == ModelData.Arm + comparator ? -1 : 0)];

    public Coefficient Combination(double[] weights, double level)
    {
        var usual = _fit.Combination("", weights, level: level);
        if (_exact) return Coefficient.None("", "nothing varies that the model does not fit") with { Estimate = usual.Estimate };
        if (_robust is not null) return _robust.Combination("", weights, level);
        return _clustered ? Coefficient.None("", "one school says nothing of how schools differ") with { Estimate = usual.Estimate } : usual;
    }

    /// <summary>That several coefficients are zero (HTZ where clustered); none where they cannot be tested.</summary>
    public Number Wald(int[] columns)
    {
        var tested = columns.Where(IsEstimable).ToArray();
        if (tested.Length == 0 || _exact) return Number.None("nothing to test");
        try
        {
            if (!_clustered) return _fit.Wald(tested).P;
            return _robust?.WaldHtz(tested) is { } test ? test.P : Number.None("too few clusters");
        }
        catch (InputException singular) { return Number.None(singular.Reason); }
    }
}
