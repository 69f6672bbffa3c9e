namespace Outcomes.Domain.Analyses;

/// <summary>Why a number is not there.</summary>
public enum Absence
{
    /// <summary>It does not exist: no variance, one observation, an empty group.</summary>
    Undefined,

    /// <summary>The study's plan does not ask for it.</summary>
    NotPlanned,

    /// <summary>Hidden: it counts or describes fewer people than the audience's threshold.</summary>
    SmallGroup,

    /// <summary>Hidden: shown, it would let a hidden number be worked out.</summary>
    Complementary,
}

/// <summary>A number, or the reason why there is none. Never 0 or NaN in silence.</summary>
/// <remarks>As JSON: a number, or <c>{"absent":"small_group"}</c>.</remarks>
public readonly record struct Quantity
{
    readonly double _value;
    readonly Absence? _absent;

    Quantity(double value, Absence? absent) => (_value, _absent) = (value, absent);

    /// <exception cref="ArgumentException">The number is NaN or infinite: say <see cref="None"/> and why.</exception>
    public static Quantity Of(double value) =>
        double.IsFinite(value) ? new(value, null) : throw new ArgumentException("A quantity is finite; otherwise say why it is absent.", nameof(value));

    public static Quantity None(Absence why) => new(0, why);

    public double? Value => _absent is null ? _value : null;

    public Absence? Absent => _absent;

    public bool IsKnown => _absent is null;
}

/// <summary>An estimate with its interval, at the plan's confidence.</summary>
public sealed record Estimate(Quantity Value, Quantity Low, Quantity High)
{
    public static Estimate None(Absence why) => new(Quantity.None(why), Quantity.None(why), Quantity.None(why));
}
