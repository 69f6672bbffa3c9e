using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Statistics;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Two arms compared at To, adjusted for the score at From. One model holds all arms, so that slope and residual spread are shared, as
/// <c>lm(post ~ arm + pre)</c> has it. Where whole schools were given to arms, errors are clustered by school (CR2, Satterthwaite).
/// </summary>
static class ArmContrasts
{
    const string Arm = "arm";

    public static ArmContrast Of(StudyDefinition study, OutcomeData data, Contrast contrast)
    {
        var people = data.People.Where(p => p.Finished).ToList();
        List<Person> In(string arm) => [.. people.Where(p => p.Who.Arm == arm)];
        var (own, other) = (In(contrast.Arm), In(contrast.Comparator));
        var bySchool = study.Allocation.Unit == AllocationUnit.School;
        var difference = own.Count == 0 || other.Count == 0 ? Coefficient.None(Arm, "an arm is empty") : Fit(people, contrast, bySchool, study.Plan.Confidence);
        return new(contrast.Arm, contrast.Comparator, bySchool ? "ancova_cr2" : "ancova_ols", Quantity.Of(own.Count), Quantity.Of(other.Count),
            Quantity.Of(own.Concat(other).Select(p => p.Who.School).Distinct().Count()),
            difference.ToEstimate(), difference.Df.ToQuantity(), difference.P.ToQuantity(), Standardised(difference, own, other));
    }

    static Coefficient Fit(List<Person> people, Contrast contrast, bool bySchool, double level)
    {
        try
        {
            var arm = Factor.Of(Arm, [.. people.Select(p => p.Who.Arm)], contrast.Comparator);
            var design = DesignMatrix.Of([new Term(arm), new Term(new Numeric("pre", [.. people.Select(p => p.Pre)]))], people.Count);
            var fit = OrdinaryLeastSquares.Fit(design, [.. people.Select(p => p.Post)]);
            var column = Array.IndexOf(design.Names, Arm + contrast.Arm);
            return bySchool
                ? ClusterRobust.Of(fit, Clusters.FromLabels([.. people.Select(p => p.Who.School)])).Coefficients(level)[column]
                : fit.CoefficientsWith(fit.Covariance, null, level)[column];
        }
        catch (InputException impossible) { return Coefficient.None(Arm, impossible.Reason); }
    }

    /// <summary>Divided by the two arms' pooled SD at From, with Hedges' exact correction; the interval is the difference's, scaled.</summary>
    static Estimate Standardised(Coefficient difference, List<Person> own, List<Person> other)
    {
        var (a, b) = (Moments.Of([.. own.Select(p => p.Pre)]), Moments.Of([.. other.Select(p => p.Pre)]));
        var df = a.N + b.N - 2;
        if (!difference.Estimate.Exists || !a.Variance.Exists || !b.Variance.Exists || EffectSize.Hedges(df) is not { Exists: true } j) return Estimate.None(Absence.Undefined);
        var sd = Math.Sqrt(((a.N - 1) * a.Variance.Value + (b.N - 1) * b.Variance.Value) / df);
        if (!(sd > 0)) return Estimate.None(Absence.Undefined);
        return new Estimate((difference.Estimate.Value * j.Value / sd).ToQuantity(), Quantities.Undefined, Quantities.Undefined).With(difference.Interval?.Times(j.Value / sd));
    }
}
