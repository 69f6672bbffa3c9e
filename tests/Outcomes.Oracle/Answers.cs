namespace Outcomes.Oracle;

/// <summary>
/// What we compute for a case: per key of the reference, how to get its value. Values are numbers, texts, yes or no, null,
/// <see cref="Statistics.Number"/>, <see cref="Statistics.Interval"/> (two limits), lists, or <see cref="Tree"/>s of these by name.
/// A value is computed when it is asked for, so one that fails takes no other with it.
/// </summary>
public sealed class Answers
{
    readonly Dictionary<string, Func<object?>> _answers = [];

    public void Add(string key, Func<object?> value) => _answers.Add(key, value);

    /// <summary>The way to a key's value; null for a key that we do not know.</summary>
    public Func<object?>? Find(string key) => _answers.GetValueOrDefault(key);
}

/// <summary>Values by name.</summary>
public sealed class Tree : Dictionary<string, object?>
{
    public Tree()
    {
    }

    public Tree(params IEnumerable<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values) this[name] = value;
    }
}
