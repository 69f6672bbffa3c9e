namespace Outcomes.Domain;

/// <summary>One thing that is wrong with what was sent or read. Bad input is answered with all of its faults, never with the first.</summary>
/// <param name="Field">Where: a path such as <c>scales[0].items</c>, or a column's name. Empty when the whole is meant.</param>
/// <param name="Code">Stable, snake_case, for programs: <c>out_of_range</c>, <c>unknown_field</c>.</param>
/// <param name="Reason">One sentence for a person. It never repeats a value that was sent: that could be a name.</param>
/// <param name="Row">The row in a batch, counted from 1 without the header; null outside a batch.</param>
public sealed record Fault(string Field, string Code, string Reason, long? Row = null);

/// <summary>What was read, or everything that is wrong with it.</summary>
public sealed record Checked<T>(T? Value, IReadOnlyList<Fault> Faults) where T : class
{
    public bool Ok => Faults.Count == 0 && Value is not null;

    public static Checked<T> Good(T value) => new(value, []);

    public static Checked<T> Bad(IReadOnlyList<Fault> faults) => new(null, faults);
}
