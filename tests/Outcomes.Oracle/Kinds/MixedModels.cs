using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Linear mixed models: a random intercept, and a random slope where a formula asks for one.</summary>
static class MixedModels
{
    public static void Answer(Case @case, Answers answers)
    {
        var formulas = Formulas(@case).Select(Formula.Parse).Where(formula => formula.Random.Count > 0).ToList();
        var intercept = formulas.FirstOrDefault(formula => formula.Random[0].Effects == "1");
        var slope = formulas.FirstOrDefault(formula => formula.Random[0].Effects != "1");
        if (intercept is not null) Intercept(@case, intercept, answers);
        if (slope is not null) Slope(@case, slope, answers);
    }

    /// <summary>Whether the model has a random part.</summary>
    public static bool Asks(Case @case) => Formulas(@case).Any(formula => formula.Contains('|'));

    /// <summary>One formula, or a list of them.</summary>
    static string[] Formulas(Case @case) =>
        @case.Text("formula") is { } one ? [one] : @case.List("formula") is { Length: > 0 } many ? many : @case.Text() is { } text ? [text] : [];

    static void Intercept(Case @case, Formula formula, Answers answers)
    {
        var (design, response, clusters, _) = Layout(@case, formula);
        var fit = new Lazy<MixedModelFit>(() => MixedModel.RandomIntercept(design, response, clusters));
        answers.Add("sizes", () => new Tree(
            ("n", design.Rows), ("clusters", clusters.Count), ("min_size", clusters.Sizes.Min()), ("max_size", clusters.Sizes.Max()),
            ("singular", fit.Value.Singular)));
        foreach (var key in new[] { "exact", "lmerTest", "boundary" }) answers.Add(key, () => Estimates(@case, fit.Value));
        answers.Add("information", () => new Tree(
            ("observed", Rows(fit.Value.ObservedInformation)), ("expected", Rows(fit.Value.ExpectedInformation)),
            ("order", new[] { "sigma2", "tau2" })));
        answers.Add("kenward_roger", () => Fixed(fit.Value, DegreesOfFreedom.KenwardRoger));
        answers.Add("type3_satterthwaite", () => TypeThree(fit.Value));
        answers.Add("lrt_random", () => fit.Value.TestRandomEffects() is var test ? new Tree(
            ("chisq", test.ChiSquared), ("p_chisq1", test.P), ("p_mixture_half", test.PMixture)) : null);
    }

    static void Slope(Case @case, Formula formula, Answers answers)
    {
        var (design, response, clusters, data) = Layout(@case, formula);
        var name = formula.Random[0].Effects.Split('+', StringSplitOptions.TrimEntries).First(effect => effect is not ("1" or "0")).Trim('`');
        var fit = new Lazy<MixedModelFit>(() => MixedModel.RandomSlope(design, response, data.Numbers(name), clusters));
        answers.Add("random_slope_exact", () => fit.Value.RandomEffects[0] is var d ? new Tree(
            ("fixed", Fixed(fit.Value)), ("sigma2", fit.Value.ResidualVariance), ("var_intercept", d[0, 0]), ("cov", d[0, 1]),
            ("var_slope", d[1, 1]), ("corr", d[0, 1] / Math.Sqrt(d[0, 0] * d[1, 1])), ("reml_criterion", fit.Value.Criterion),
            ("score_scaled", fit.Value.ScaledScore)) : null);
        answers.Add("random_slope_lmerTest", () => new Tree(
            ("fixed", Fixed(fit.Value)), ("sigma2", fit.Value.ResidualVariance), ("vc", Rows(fit.Value.RandomEffects[0])),
            ("reml_criterion", fit.Value.Criterion), ("logLik", fit.Value.LogLikelihood)));
    }

    static (DesignMatrix Design, double[] Response, Clusters Clusters, Table Data) Layout(Case @case, Formula formula)
    {
        var (data, _) = Centred.Rows(@case, formula);
        var design = DesignMatrix.Of(formula.Over(data, @case.ReferenceLevel), data.Rows, formula.Intercept);
        return (design, data.Numbers(formula.Response), Clusters.FromLabels(data.Text(formula.Random[0].Cluster)), data);
    }

    static Tree Estimates(Case @case, MixedModelFit fit) => new(
        ("fixed", Fixed(fit)), ("sigma2", fit.ResidualVariance), ("tau2", fit.RandomEffects[0][0, 0]), ("icc", fit.IntraclassCorrelation),
        ("reml_criterion", fit.Criterion), ("logLik", fit.LogLikelihood), ("vcov_fixed", Covariance(@case, fit)));

    /// <summary>A term whose columns are all combinations of others has no test; R lists it with NA.</summary>
    static Tree TypeThree(MixedModelFit fit)
    {
        var tests = fit.TypeThree().ToDictionary(one => one.Term, one => one.Test);
        return new(fit.Design.Terms.Select(term => (term.Name, (object?)(tests.TryGetValue(term.Name, out var test)
            ? new Tree(("num_df", test.Df1), ("den_df", test.Df2), ("F", test.F), ("p", test.P))
            : new Tree(("num_df", null), ("den_df", null), ("F", null), ("p", null))))));
    }

    static Tree Fixed(MixedModelFit fit, DegreesOfFreedom method = DegreesOfFreedom.Satterthwaite) =>
        new(fit.Coefficients(method).Where(one => one.Estimate.Exists).Select(one => (one.Name, (object?)Coefficient(one))));

    public static Tree Coefficient(Coefficient one) => new(
        ("estimate", one.Estimate), ("se", one.StandardError), ("df", one.Df), ("t", one.T), ("p", one.P), ("ci95", one.Interval));

    /// <summary>The covariance in the order in which the reference lists the coefficients: R orders a factor's levels as its data did.</summary>
    static double[][] Covariance(Case @case, MixedModelFit fit)
    {
        var names = @case.References.TryGetValue("exact", out var exact) && exact.Value.TryGetProperty("fixed", out var listed)
            ? listed.EnumerateObject().Select(one => one.Name).ToList() : [.. fit.Design.Names];
        int[] order = [.. names.Select(name => Array.IndexOf(fit.Design.Names, name)).Where(column => column >= 0)];
        return Rows(fit.Covariance.Select(order, order));
    }

    static double[][] Rows(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];
}
