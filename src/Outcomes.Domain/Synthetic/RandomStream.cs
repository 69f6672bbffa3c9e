using System.Numerics;

namespace Outcomes.Domain.Synthetic;

/// <summary>
/// A stream of pseudo-random numbers that is the same on every machine, for ever: xoshiro256** (Blackman and Vigna 2021,
/// doi:10.1145/3460772), its state filled by SplitMix64. System.Random promises neither across versions.
/// A stream belongs to one thing (a school, a participant), named by its key, so what one thing draws cannot shift another's numbers.
/// </summary>
public sealed class RandomStream
{
    ulong _s0, _s1, _s2, _s3;

    public RandomStream(ulong seed, params ReadOnlySpan<ulong> key)
    {
        var state = seed;
        foreach (var part in key) state = SplitMix(ref state) ^ part;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on [0, 1), in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0, 1, …, <paramref name="count"/> − 1. The bias is below count / 2^53.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>
    /// Standard normal, by the ratio of uniforms (Kinderman and Monahan 1977, doi:10.1145/355744.355750).
    /// Chosen over Box and Muller since the logarithm here only decides whether a draw is taken: its last digit, which differs
    /// between C libraries, does not reach the number.
    /// </summary>
    public double Normal()
    {
        while (true)
        {
            var u = 1 - Uniform();
            var x = 1.7155277699214135 * (Uniform() - 0.5) / u;   // √(8/e)
            if (x * x <= -4 * Math.Log(u)) return x;
        }
    }

    /// <summary>A UUIDv7 (RFC 9562) of a given instant: the same stream makes the same ids, so a file made twice is the same file.</summary>
    public Guid Uuid7(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        var high = ((ulong)instant.ToUnixTimeMilliseconds() << 16) | 0x7000 | (Next() >> 52);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000000000000000 | (Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
