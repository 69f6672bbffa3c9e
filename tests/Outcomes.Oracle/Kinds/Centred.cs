using Outcomes.Statistics.Descriptives;

namespace Outcomes.Oracle.Kinds;

/// <summary>Variables that a model makes of a column, as in <c>"mc": "neur minus its mean over analysed rows"</c>.</summary>
static class Centred
{
    /// <summary>The complete rows of a formula, with such variables added; and per such variable the mean and SD of its column there.</summary>
    public static (Table Data, IReadOnlyDictionary<string, Moments> Sources) Rows(Case @case, Formula formula)
    {
        var made = formula.Variables.Where(name => !@case.Data.Has(name) && Source(@case, name) is not null).ToList();
        var data = @case.Data.Complete(formula.Variables.Except(made).Concat(made.Select(name => Source(@case, name)!)));
        var sources = made.ToDictionary(name => name, name => Moments.Of(data.Numbers(Source(@case, name)!)));
        foreach (var (name, moments) in sources)
            data = data.With(name, [.. data.Numbers(Source(@case, name)!).Select(value => value - moments.Mean.Value)]);
        return (data, sources);
    }

    static string? Source(Case @case, string name) =>
        @case.Text(name)?.Split(' ', ',', '(', ')').FirstOrDefault(@case.Data.Has);
}
