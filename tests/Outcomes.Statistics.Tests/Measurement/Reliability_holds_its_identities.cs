using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;
using Xunit;

namespace Outcomes.Statistics.Tests.Measurement;

public class Reliability_holds_its_identities
{
    static readonly Matrix Items = Answers(400, 6, 7);

    [Fact]
    public void Large_means_cost_alpha_no_digits()
    {
        var moved = new Matrix(Items.Rows, Items.Columns, Array.ConvertAll(Items.Values, value => value + 1e9));
        Assert.Equal(Reliability.Of(Items).Alpha.Value, Reliability.Of(moved).Alpha.Value, 1e-12);
    }

    [Fact]
    public void A_row_with_a_missing_item_drops_out_whole()
    {
        var withMissing = new Matrix(Items.Rows + 1, Items.Columns, [double.NaN, 5, 5, 5, 5, 5, .. Items.Values]);
        Assert.Equal(Reliability.Of(Items).Alpha, Reliability.Of(withMissing).Alpha);
        Assert.Equal(Items.Rows, Reliability.Of(withMissing).Items.Complete);
    }

    [Fact]
    public void Reversing_an_item_twice_gives_it_back() =>
        Assert.Equal(Items.Values, Scoring.Reverse(Scoring.Reverse(Items, [1, 4], 1, 5), [1, 4], 1, 5).Values);

    [Fact]
    public void One_factor_reproduces_the_covariance_that_it_made()
    {
        double[] loadings = [0.9, 0.7, 0.6, 0.8, 0.3], uniquenesses = [0.2, 0.5, 0.7, 0.4, 1.1];
        var covariance = new Matrix(5, 5);
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < 5; j++) covariance[i, j] = loadings[i] * loadings[j] + (i == j ? uniquenesses[i] : 0);
        var fit = OneFactor.MaximumLikelihood(covariance);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(loadings[i], fit.Loadings[i], 1e-10);
            Assert.Equal(uniquenesses[i], fit.Uniquenesses[i], 1e-10);
        }
    }

    [Fact]
    public void Omega_does_not_depend_on_the_unit_of_the_scale()
    {
        var covariance = Reliability.Of(Items).Items.Covariance;
        var scaled = new Matrix(6, 6, Array.ConvertAll(covariance.Values, value => 49 * value));
        Assert.Equal(OneFactor.MaximumLikelihood(covariance).OmegaTotal, OneFactor.MaximumLikelihood(scaled).OmegaTotal, 1e-11);
    }

    [Fact]
    public void A_uniqueness_that_runs_to_zero_is_said_and_not_shown_as_perfect()
    {
        // λ of the first item would have to exceed its SD: r12 r13 / r23 = 1.2.
        var error = Assert.Throws<InputException>(() =>
            OneFactor.MaximumLikelihood(new Matrix(3, 3, [1, 0.8, 0.6, 0.8, 1, 0.4, 0.6, 0.4, 1])));
        Assert.Contains("Heywood", error.Reason, StringComparison.Ordinal);
    }

    static Matrix Answers(int rows, int items, int seed)
    {
        var random = new Random(seed);
        var answers = new Matrix(rows, items);
        for (var i = 0; i < rows; i++)
        {
            var trait = random.NextDouble() * 3;
            for (var j = 0; j < items; j++) answers[i, j] = Math.Clamp(Math.Round(trait + random.NextDouble() * 2), 1, 5);
        }
        return answers;
    }
}
