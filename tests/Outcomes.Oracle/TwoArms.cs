using System.Text.RegularExpressions;

namespace Outcomes.Oracle;

/// <summary>Which two groups a case compares, from a model such as "y by group; difference = FT minus Cont".</summary>
public sealed partial record TwoArms(string First, string Second, string GroupColumn, string OutcomeColumn)
{
    public static TwoArms Of(Case @case)
    {
        var text = @case.Text() ?? throw new FormatException("the model is not a text");
        var difference = Difference().Match(text);
        if (!difference.Success) throw new FormatException($"'{text}' does not say which difference is meant");
        var (first, second) = (difference.Groups[1].Value.Trim(), difference.Groups[2].Value.Trim());
        var by = By().Match(text);
        if (by.Success && @case.Data.Has(by.Groups[1].Value) && @case.Data.Has(by.Groups[2].Value))
            return new(first, second, by.Groups[2].Value, by.Groups[1].Value);
        var group = @case.Data.Names.First(name => @case.Data.Text(name).Contains(first) && @case.Data.Text(name).Contains(second));
        return new(first, second, group, @case.Data.Has("y") ? "y" : @case.Data.Names.First(name => name != group && @case.Data.IsNumeric(name)));
    }

    /// <summary>The outcome of one group, without missing values.</summary>
    public double[] Values(Table data, string level)
    {
        var rows = data.Complete(GroupColumn, OutcomeColumn);
        var labels = rows.Text(GroupColumn);
        return rows.Where(i => labels[i] == level).Numbers(OutcomeColumn);
    }

    [GeneratedRegex(@"difference\s*=\s*(.+?)\s+minus\s+([^,;]+)")]
    private static partial Regex Difference();

    [GeneratedRegex(@"^(\S+)\s+by\s+([^\s;]+)")]
    private static partial Regex By();
}
