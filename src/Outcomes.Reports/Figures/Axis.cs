using System.Globalization;

namespace Outcomes.Reports.Figures;

/// <summary>A linear axis: values to positions in a drawing, with ticks at round numbers.</summary>
/// <param name="Low">Value at <paramref name="Start"/>.</param>
/// <param name="High">Value at <paramref name="End"/>.</param>
/// <param name="Step">Distance of ticks, in values.</param>
public sealed record Axis(double Low, double High, double Step, double Start, double End)
{
    public double At(double value) => Start + (value - Low) / (High - Low) * (End - Start);

    public IEnumerable<double> Ticks
    {
        get
        {
            for (var i = (long)Math.Ceiling(Low / Step - 1e-9); i * Step <= High + Step * 1e-9; i++) yield return i * Step;
        }
    }

    /// <summary>Decimals that tell the ticks apart.</summary>
    public int Decimals => Step >= 1 - 1e-9 ? 0 : Step >= 0.1 - 1e-9 ? 1 : 2;

    /// <summary>An axis that holds all values, widened to the next ticks.</summary>
    public static Axis Around(IEnumerable<double> values, double start, double end, int ticks = 5)
    {
        var all = values.ToList();
        var (low, high) = all.Count == 0 ? (0, 1) : (all.Min(), all.Max());
        if (high - low < 1e-9) (low, high) = (low - 0.5, high + 0.5);
        var step = RoundStep((high - low) / ticks);
        return new(Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step, step, start, end);
    }

    /// <summary>The next larger of 1, 2, 5 times a power of ten.</summary>
    static double RoundStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 };
    }
}

/// <summary>Numbers as SVG wants them: invariant, two decimals at most, so that bytes do not depend on the machine.</summary>
static class Svg
{
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
