using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Models;

/// <summary>A type III test of a term.</summary>
/// <param name="Term">The term.</param>
/// <param name="SumOfSquares">What the term adds to all others.</param>
/// <param name="Test">Its F test.</param>
/// <param name="PartialEtaSquared">SS over SS + residual SS.</param>
public sealed record TermTest(string Term, double SumOfSquares, FTest Test, double PartialEtaSquared);

/// <summary>The difference of two arms' adjusted means.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Reference">The arm that it is compared with.</param>
/// <param name="Difference">Unadjusted test and interval.</param>
public sealed record ArmDifference(string Arm, string Reference, Coefficient Difference);

/// <summary>
/// Analysis of covariance: an outcome by arm, adjusted for what was known before. R: <c>lm(post ~ arm + pre)</c>,
/// <c>emmeans::emmeans(m, "arm")</c>, <c>car::Anova(m, type = 3)</c>.
/// </summary>
public sealed class Ancova
{
    readonly Factor _arm;
    readonly IReadOnlyList<Term> _terms;
    readonly Matrix _grid;

    Ancova(Factor arm, IReadOnlyList<Term> terms, OrdinaryLeastSquares model, double level)
    {
        (_arm, _terms, Model, Level) = (arm, terms, model, level);
        _grid = ReferenceGrid();
    }

    /// <summary>The linear model.</summary>
    public OrdinaryLeastSquares Model { get; }

    /// <summary>The confidence level of every interval here.</summary>
    public double Level { get; }

    /// <summary>Type III tests of every term, by sum-to-zero coding.</summary>
    public IReadOnlyList<TermTest> TypeThree
    {
        get
        {
            var fit = OrdinaryLeastSquares.Fit(DesignMatrix.Of(_terms, Model.Design.Rows, coding: Coding.Sum), Model.Response);
            return Enumerable.Range(0, _terms.Count).Select(t =>
            {
                var test = fit.Wald(fit.Design.ColumnsOfTerm(t));
                var ss = test.F * test.Df1 * fit.ResidualSumOfSquares / fit.ResidualDf;
                return new TermTest(_terms[t].Name, ss, test, ss / (ss + fit.ResidualSumOfSquares));
            }).ToList();
        }
    }

    /// <summary>
    /// Per arm the mean at the covariates' means over the rows analysed, other factors weighted equally. A numeric covariate with two
    /// values stands midway between them, as emmeans has it (<c>cov.keep = 2</c>).
    /// </summary>
    public IReadOnlyList<Coefficient> AdjustedMeans => _arm.Levels.Select((level, i) => Model.Combination(level, _grid.Row(i), null, Level)).ToList();

    /// <summary>Whether slopes on a covariate differ by arm: F of the interaction. R: <c>anova(m, update(m, . ~ . + arm:pre))</c>.</summary>
    public FTest SlopeHomogeneity(Variable covariate)
    {
        var terms = _terms.Append(new Term(_arm, covariate)).ToList();
        var fit = OrdinaryLeastSquares.Fit(DesignMatrix.Of(terms, Model.Design.Rows), Model.Response);
        return fit.Wald(fit.Design.ColumnsOfTerm(terms.Count - 1));
    }

    /// <summary>Levene's test of the residuals by arm.</summary>
    public FTest ResidualSpread() => Levene.Test(Model.Residuals(), _arm);

    /// <summary>Shapiro and Wilk's test of the residuals.</summary>
    public ShapiroWilk ResidualNormality() => ShapiroWilk.Test(Model.Residuals());

    /// <summary>Wald's F that the arms do not differ, under a covariance (such as HC3).</summary>
    public FTest ArmTest(Matrix covariance) => Model.Wald(Model.Design.ColumnsOfTerm(_terms.ToList().FindIndex(term => term.Variables is [var only] && only == _arm)), covariance);

    /// <summary>Every pair of arms, the later less the earlier, unadjusted. R: <c>pairs(emmeans, reverse = TRUE, adjust = "none")</c>.</summary>
    public IReadOnlyList<ArmDifference> Differences(Matrix? covariance = null)
    {
        var pairs = new List<ArmDifference>();
        for (var reference = 0; reference < _arm.Levels.Length; reference++)
            for (var arm = reference + 1; arm < _arm.Levels.Length; arm++)
                pairs.Add(new(_arm.Levels[arm], _arm.Levels[reference], Difference(arm, reference, covariance)));
        return pairs;
    }

    /// <summary>Holm's p of the differences, in their order.</summary>
    public Number[] HolmP() => Multiplicity.Adjusted.Holm(Differences().Select(pair => pair.Difference.P.Or(double.NaN)).ToArray());

    /// <summary>The differences with Tukey's p and simultaneous intervals. R: <c>adjust = "tukey"</c>.</summary>
    public IReadOnlyList<ArmDifference> TukeyDifferences()
    {
        var (arms, df) = (_arm.Levels.Length, Model.ResidualDf);
        var critical = StudentizedRange.UpperQuantile(1 - Level, arms, df) / Sqrt(2);
        return Differences().Select(pair => pair.Difference is not { T.Exists: true } d ? pair : pair with
        {
            Difference = d with
            {
                P = StudentizedRange.UpperTail(Sqrt(2) * Abs(d.T.Value), arms, df),
                Interval = Interval.Around(d.Estimate.Value, critical * d.StandardError.Value, Level),
            },
        }).ToList();
    }

    /// <summary>Fits main effects of the arm and covariates, and whatever other terms are given.</summary>
    /// <param name="outcome">One value a row.</param>
    /// <param name="arm">The arm; its first level is the reference.</param>
    /// <param name="terms">All terms, the arm's among them.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="InputException">A value is missing or infinite, an arm is empty, or there are too few rows.</exception>
    public static Ancova Fit(ReadOnlySpan<double> outcome, Factor arm, IReadOnlyList<Term> terms, double level = 0.95)
    {
        Require.Level(level);
        for (var i = 0; i < arm.Levels.Length; i++)
            Require.AtLeast(1, arm.Codes.Count(code => code == i), arm.Name, $"rows in {arm.Levels[i]}");
        return new(arm, terms, OrdinaryLeastSquares.Fit(DesignMatrix.Of(terms, outcome.Length), outcome), level);
    }

    Coefficient Difference(int arm, int reference, Matrix? covariance)
    {
        var weights = _grid.Row(arm).ToArray();
        for (var j = 0; j < weights.Length; j++) weights[j] -= _grid[reference, j];
        return Model.Combination($"{_arm.Levels[arm]} - {_arm.Levels[reference]}", weights, covariance, Level);
    }

    /// <summary>Per arm the row of the design that its adjusted mean is: the average over all combinations of the other factors' levels.</summary>
    Matrix ReferenceGrid()
    {
        var variables = _terms.SelectMany(term => term.Variables).Distinct().ToList();
        var others = variables.OfType<Factor>().Where(factor => factor != _arm).ToList();
        var combinations = others.Aggregate(1, (count, factor) => count * factor.Levels.Length);
        var rows = combinations * _arm.Levels.Length;
        var onGrid = new Dictionary<Variable, Variable>();
        foreach (var numeric in variables.OfType<Numeric>())
            onGrid[numeric] = numeric with { Values = Enumerable.Repeat(Typical(numeric.Values), rows).ToArray() };
        onGrid[_arm] = _arm with { Codes = Enumerable.Range(0, rows).Select(row => row / combinations).ToArray() };
        var stride = 1;
        foreach (var factor in others)
        {
            var step = stride;
            onGrid[factor] = factor with { Codes = Enumerable.Range(0, rows).Select(row => row % combinations / step % factor.Levels.Length).ToArray() };
            stride *= factor.Levels.Length;
        }
        var design = DesignMatrix.Of(_terms.Select(term => new Term(term.Variables.Select(variable => onGrid[variable]).ToArray())).ToList(), rows);
        var grid = new Matrix(_arm.Levels.Length, design.Columns);
        for (var row = 0; row < rows; row++)
            for (var j = 0; j < design.Columns; j++) grid[row / combinations, j] += design.Values[row, j] / combinations;
        return grid;
    }

    static double Typical(double[] values)
    {
        var distinct = values.Distinct().Take(3).ToArray();
        return distinct.Length == 2 ? (distinct[0] + distinct[1]) / 2 : Moments.Of(values).Mean.Value;
    }
}
