namespace Outcomes.Domain.Instruments;

/// <summary>A definition must give the scores that its own sources publish. Asked of one that is otherwise without fault.</summary>
static class WorkedExampleRules
{
    /// <summary>Half of the last of two decimals, as scores are usually printed.</summary>
    const double Tolerance = 0.005 + 1e-9;

    public static IEnumerable<Fault> Check(InstrumentDefinition d) => d.WorkedExamples.SelectMany((example, i) =>
    {
        var at = $"worked_examples[{i}]";
        var answers = AnswerRules.Check(d, example.Answers);
        return answers.Count > 0 ? answers.Select(f => f with { Field = $"{at}.{f.Field}" })
            : example.Scores.SelectMany(published => Score(d, example, published, $"{at}.scores.{published.Key}"));
    });

    static IEnumerable<Fault> Score(InstrumentDefinition d, WorkedExample example, KeyValuePair<string, double?> published, string at)
    {
        var score = Scoring.Score(d, example.Answers).FirstOrDefault(s => s.Scale == published.Key);
        if (score is null) yield return new Fault(at, "unknown_scale", "The definition has no such scale.");
        else if (!Agree(published.Value, score.Value))
            yield return new Fault(at, "not_reproduced", "Scoring the answers does not give this score.");
    }

    static bool Agree(double? published, double? score) =>
        published is { } p && score is { } s ? Math.Abs(p - s) <= Tolerance : published is null == score is null;
}
