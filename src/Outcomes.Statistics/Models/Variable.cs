namespace Outcomes.Statistics.Models;

/// <summary>A column of data that a model may use.</summary>
/// <param name="Name">Its name, the stem of the names of its coefficients.</param>
public abstract record Variable(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>The columns that code this variable, by name.</summary>
    internal abstract IReadOnlyList<string> ColumnNames(Coding coding, bool full);

    /// <summary>One coding column.</summary>
    internal abstract double[] Column(int column, Coding coding, bool full);
}

/// <summary>How the levels of a factor become columns.</summary>
public enum Coding
{
    /// <summary>A column a level but the first, 1 there and 0 elsewhere. R: <c>contr.treatment</c>.</summary>
    Treatment,

    /// <summary>A column a level but the last, which is −1 everywhere; type III tests need it. R: <c>contr.sum</c>.</summary>
    Sum,
}

/// <summary>A number a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values, all finite.</param>
public sealed record Numeric(string Name, double[] Values) : Variable(Name)
{
    /// <inheritdoc/>
    public override int Rows => Values.Length;

    internal override IReadOnlyList<string> ColumnNames(Coding coding, bool full) => [Name];

    internal override double[] Column(int column, Coding coding, bool full) => Values;
}

/// <summary>A level a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Levels">The levels, the reference level first.</param>
/// <param name="Codes">Per row, the index of its level.</param>
public sealed record Factor(string Name, string[] Levels, int[] Codes) : Variable(Name)
{
    /// <inheritdoc/>
    public override int Rows => Codes.Length;

    /// <summary>
    /// From a label a row. Levels that occur, in ordinal order, the reference first. R: <c>relevel(factor(x), ref)</c>.
    /// </summary>
    public static Factor Of(string name, IReadOnlyList<string> labels, string? reference = null)
    {
        var levels = labels.Distinct().OrderBy(label => label, StringComparer.Ordinal).ToList();
        if (reference is not null)
        {
            if (!levels.Remove(reference)) throw new InputException(name, $"the reference level {reference} does not occur");
            levels.Insert(0, reference);
        }
        var index = levels.Select((level, i) => (level, i)).ToDictionary(pair => pair.level, pair => pair.i);
        return new(name, [.. levels], labels.Select(label => index[label]).ToArray());
    }

    internal override IReadOnlyList<string> ColumnNames(Coding coding, bool full) =>
        full ? Levels.Select(level => Name + level).ToArray()
        : coding == Coding.Treatment ? Levels.Skip(1).Select(level => Name + level).ToArray()
        : Enumerable.Range(1, Levels.Length - 1).Select(i => $"{Name}{i}").ToArray();

    internal override double[] Column(int column, Coding coding, bool full)
    {
        var ofLevel = new double[Levels.Length];
        ofLevel[full || coding == Coding.Sum ? column : column + 1] = 1;
        if (!full && coding == Coding.Sum) ofLevel[^1] = -1;
        return Array.ConvertAll(Codes, code => ofLevel[code]);
    }
}
