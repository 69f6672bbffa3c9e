using System.Globalization;

namespace Outcomes.Statistics;

/// <summary>
/// A number that may not exist: a finite value, or the reason why there is none. This is how every answer of this library says "no
/// number": never NaN, an infinity or a silent zero. An uninitialised one has no value.
/// </summary>
public readonly struct Number : IEquatable<Number>, IFormattable
{
    readonly double _value;
    readonly string? _reason;

    Number(double value, string? reason, bool exists) => (_value, _reason, Exists) = (value, reason, exists);

    /// <summary>Whether there is a value.</summary>
    public bool Exists { get; }

    /// <summary>The value, which is finite.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is the reason.</exception>
    public double Value => Exists ? _value : throw new InvalidOperationException($"There is no number: {Reason}");

    /// <summary>Why there is no value; null where there is one.</summary>
    public string? Reason => Exists ? null : _reason ?? "not computed";

    /// <summary>A value, or the reason given if <paramref name="value"/> is not finite.</summary>
    public static Number Of(double value, string reasonIfNotFinite) =>
        double.IsFinite(value) ? new(value, null, true) : None(reasonIfNotFinite);

    /// <summary>No value, and why.</summary>
    public static Number None(string reason) => new(double.NaN, reason, false);

    /// <summary>A finite value as it is; any other as "not finite".</summary>
    public static implicit operator Number(double value) => Of(value, "the result is not a finite number");

    /// <summary>Applies a function to the value, if there is one.</summary>
    public Number Map(Func<double, double> function) => Exists ? function(_value) : this;

    /// <summary>The value, or <paramref name="otherwise"/> where there is none.</summary>
    public double Or(double otherwise) => Exists ? _value : otherwise;

    /// <inheritdoc/>
    public bool Equals(Number other) => Exists == other.Exists && (Exists ? _value.Equals(other._value) : Reason == other.Reason);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Number other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Exists, _value, Reason);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        Exists ? _value.ToString(format, formatProvider) : $"none ({Reason})";

    /// <summary>Whether both are the same value, or both none for the same reason.</summary>
    public static bool operator ==(Number left, Number right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Number left, Number right) => !left.Equals(right);
}
