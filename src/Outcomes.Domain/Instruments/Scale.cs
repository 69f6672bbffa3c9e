namespace Outcomes.Domain.Instruments;

public enum ScoreRule { Sum, Mean, RescaledSum, Table, Composite }

public enum Direction { LowerIsBetter, HigherIsBetter, Neither }

/// <summary>What a scale's score is made of, and how.</summary>
public sealed record Scale
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>Of a composite: the items of all its scales.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>For <see cref="ScoreRule.Composite"/>: the scales that are added, each defined before this one.</summary>
    public IReadOnlyList<string> Scales { get; init; } = [];

    /// <summary>Items turned round before scoring: x becomes item.Min + item.Max − x.</summary>
    public IReadOnlyList<string> Reverse { get; init; } = [];

    /// <summary>Points of an answer where they are not the answer itself: 0, 0, 1, 2 for four boxes. Empty: they are.</summary>
    public IReadOnlyDictionary<double, double> Recode { get; init; } = new Dictionary<double, double>();

    /// <summary>An answer that ends the matter: the score is 0, whatever else was answered or left out.</summary>
    public ZeroIf? ZeroIf { get; init; }
    public required ScoreRule Rule { get; init; }

    /// <summary>For <see cref="ScoreRule.RescaledSum"/>: score = sum × Factor + Offset.</summary>
    public double Factor { get; init; } = 1;
    public double Offset { get; init; }

    /// <summary>For <see cref="ScoreRule.Table"/>: raw sum to score.</summary>
    public IReadOnlyDictionary<int, double> Table { get; init; } = new Dictionary<int, double>();

    /// <summary>The score's possible range, after rescaling or table.</summary>
    public required double Min { get; init; }
    public required double Max { get; init; }
    public required Direction Direction { get; init; }
    public required MissingRule Missing { get; init; }
    public IReadOnlyList<Reliability> Reliability { get; init; } = [];
    public IReadOnlyList<Norm> Norms { get; init; } = [];

    /// <summary>Id of the source of the key, among the definition's <see cref="InstrumentDefinition.Sources"/>.</summary>
    public required string Source { get; init; }

    /// <summary>False where the key was not read in a primary source.</summary>
    public required bool Confirmed { get; init; }

    /// <summary>What an answer adds to the raw sum: recoded or turned round where the key says so.</summary>
    public double Points(Item item, double answer) => Recode.Count > 0 ? Recode[answer]
        : Reverse.Contains(item.Id) ? item.Min + item.Max - answer : answer;
}

/// <summary>How many items (of a composite: scales) may be missing, and whether the score is then prorated (mean of the others × number).</summary>
/// <param name="Round">A prorated score is rounded to the nearest whole, halves up.</param>
public sealed record MissingRule(int Allowed, bool Prorate, string Source, bool Confirmed, bool Round = false);

public sealed record ZeroIf(string Item, double Value);

public sealed record Reliability(string Coefficient, double Value, string Population, string Source, bool Confirmed);

public sealed record Norm(string Population, double Mean, double Sd, int? N, string Source, bool Confirmed);
