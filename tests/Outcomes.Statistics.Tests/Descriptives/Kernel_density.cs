using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;
using Xunit;

namespace Outcomes.Statistics.Tests.Descriptives;

public class Kernel_density
{
    /// <summary>R: bw.nrd0(c(1,1,1,1,2,7)), where the quartiles differ little, and mean(dnorm(1.5, x, h)).</summary>
    [Fact]
    public void Bandwidth_and_height_are_R_s()
    {
        var density = KernelDensity.Of([1, 1, 1, 1, 2, 7]);
        Assert.Equal(0.3520211232618029, density.Bandwidth, 1e-14);
        Assert.Equal(0.3444106847495636, density.At(1.5), 1e-14);
    }

    [Fact]
    public void Where_half_of_the_values_are_one_the_SD_stands_in_for_the_quartiles() =>
        Assert.Equal(0.9 * Math.Sqrt(10) * Math.Pow(10, -0.2), KernelDensity.Of([0, 0, 0, 0, 0, 0, 0, 0, 0, 10]).Bandwidth, 1e-12);

    [Fact]
    public void The_area_under_the_curve_is_one()
    {
        var density = KernelDensity.Of([-3, 0, 1, 1, 4]);
        var grid = density.Grid(2001);
        Assert.Equal(1, grid.Sum(density.At) * (grid[1] - grid[0]), 0.003);   // a little lies beyond three bandwidths
    }

    [Fact]
    public void Values_that_do_not_vary_have_none() => Assert.Throws<InputException>(() => KernelDensity.Of([2, 2, 2]));

    [Fact]
    public void Items_that_share_no_factor_are_refused_and_do_not_go_on_for_ever() =>
        Assert.ThrowsAny<InputException>(() => OneFactor.MaximumLikelihood(Matrix.Identity(4)));
}
