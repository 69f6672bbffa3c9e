namespace Outcomes.Domain.Trainings;

/// <summary>
/// A study's training for those who support its sessions, as a file that the study writes: pages with questions, in the languages that it
/// names. Property names in the file are these, in snake_case. Texts are for staff to read, and hold nothing of a participant.
/// </summary>
public sealed record TrainingDefinition
{
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's canonical JSON.</summary>
    public required string Hash { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>By language tag, as every text of the file.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>Percent of the questions that have to be answered rightly at the first try.</summary>
    public required int PassPercent { get; init; }
    public required IReadOnlyList<TrainingPage> Pages { get; init; }

    public int Questions => Pages.Sum(p => p.Questions.Count);

    public bool Passes(int right) => 100 * right >= PassPercent * Questions;
}

public sealed record TrainingPage(
    string Id, IReadOnlyDictionary<string, string> Title, IReadOnlyList<IReadOnlyDictionary<string, string>> Paragraphs, IReadOnlyList<TrainingQuestion> Questions);

/// <param name="Right">Id of the right choice.</param>
/// <param name="Explanation">Said after the answer, whether it was right or not.</param>
public sealed record TrainingQuestion(
    string Id, IReadOnlyDictionary<string, string> Text, IReadOnlyList<TrainingChoice> Choices, string Right, IReadOnlyDictionary<string, string> Explanation);

public sealed record TrainingChoice(string Id, IReadOnlyDictionary<string, string> Text);
