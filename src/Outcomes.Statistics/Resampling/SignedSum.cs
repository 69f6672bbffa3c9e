using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Outcomes.Statistics.Resampling;

/// <summary>Sums of values under random signs, a bit a value.</summary>
/// <remarks>
/// Four lanes and two sums whatever the processor, so that every machine rounds alike. 100,000 patterns of 200 signs take 6 ms this way,
/// 22 ms value by value. Tried and rejected for two groups: random bits mended to the right count, 19 ms where drawing takes 24 if the
/// groups are equal, and slower than it once they differ by a sixth.
/// </remarks>
internal readonly struct SignedSum
{
    const int Lanes = 4;

    readonly double[] padded;
    readonly double total;

    /// <summary>Lays the values out in pairs of vectors, with zeros at the end.</summary>
    public SignedSum(ReadOnlySpan<double> values)
    {
        padded = new double[(values.Length + 2 * Lanes - 1) / (2 * Lanes) * (2 * Lanes)];
        values.CopyTo(padded);
        total = padded.Sum();
    }

    /// <summary>The sum with signs from the generator's next bits.</summary>
    public double Next(ref Xoshiro256 random)
    {
        var lanes = Vector256.Create(1UL, 2, 4, 8);
        Vector256<double> even = default, odd = default;
        for (var values = MemoryMarshal.Cast<double, Vector256<double>>(padded); values.Length > 0;)
        {
            var part = values[..Math.Min(16, values.Length)]; // 64 values for 64 bits
            values = values[part.Length..];
            var word = Vector256.Create(random.NextBits());
            for (var i = 1; i < part.Length; i += 2)
            {
                even += part[i - 1] & Vector256.Equals(word & lanes, lanes).AsDouble();
                odd += part[i] & Vector256.Equals(Vector256.ShiftRightLogical(word, 4) & lanes, lanes).AsDouble();
                word = Vector256.ShiftRightLogical(word, 8);
            }
        }
        return 2 * Vector256.Sum(even + odd) - total; // the chosen keep their sign, the others change it
    }
}
