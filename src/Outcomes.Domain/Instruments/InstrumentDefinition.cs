namespace Outcomes.Domain.Instruments;

/// <summary>
/// An instrument as data: item numbers, keys, ranges, scoring, licence, and a source for each number. Never its wording, which
/// belongs to its owners; the session check-in alone is ours and brings its own (see <see cref="Wording"/>).
/// Read from <c>instruments/&lt;id&gt;/&lt;version&gt;.json</c>; property names there are these, in snake_case.
/// </summary>
public sealed record InstrumentDefinition
{
    public required string Id { get; init; }
    public required string Version { get; init; }

    /// <summary>SHA-256 of the definition's canonical JSON: it stands on every score that the definition made.</summary>
    public required string Hash { get; init; }
    public required string Title { get; init; }
    public required string ShortTitle { get; init; }

    /// <summary>False where no study has validated it; reports then say so.</summary>
    public required bool Validated { get; init; }
    public required Licence Licence { get; init; }
    public required IReadOnlyList<Item> Items { get; init; }
    public required IReadOnlyList<Scale> Scales { get; init; }
    public required IReadOnlyList<Source> Sources { get; init; }
    public IReadOnlyList<WorkedExample> WorkedExamples { get; init; } = [];

    /// <summary>Language tag to item id to text; only for instruments whose wording is ours.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Wording { get; init; }

    /// <summary>Language tag to item id to the words at the ends of its line; stands or falls with <see cref="Wording"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, Anchors>>? Anchors { get; init; }
    public string? Note { get; init; }

    /// <summary>Who answers it about the participant.</summary>
    public Respondent Respondent { get; init; } = Respondent.Participant;

    /// <summary>What it measures, for whoever looks for an instrument.</summary>
    public IReadOnlyList<MeasuredDomain> Domains { get; init; } = [];

    /// <summary>For whom it was made; null: the definition does not say.</summary>
    public Ages? Ages { get; init; }

    /// <summary>Published tables that call scores by names such as borderline. Tables differ, so none is used unless it is named.</summary>
    public IReadOnlyList<BandTable> Bands { get; init; } = [];

    public Scale? FindScale(string id) => Scales.FirstOrDefault(s => s.Id == id);
}

public enum Respondent
{
    Participant,

    /// <summary>An educator of the school: an observation form.</summary>
    Educator,

    /// <summary>Somebody else who watches; entered as an educator's is.</summary>
    Observer,
    Guardian,
}

/// <summary>The words at the lowest and the highest value of a visual analogue line.</summary>
public sealed record Anchors(string Low, string High);

public enum ItemKind { Choice, Number, VisualAnalogue }

/// <summary>One question. A choice takes one of <see cref="Values"/>; the other kinds any multiple of Step from Min to Max.</summary>
public sealed record Item
{
    public required string Id { get; init; }
    public required ItemKind Kind { get; init; }
    public required double Min { get; init; }
    public required double Max { get; init; }

    /// <summary>The values that can be ticked, ascending; empty unless <see cref="Kind"/> is a choice.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>Resolution of a number or a visual analogue line, for instance 0.1; null: any value in the range.</summary>
    public double? Step { get; init; }

    /// <summary>A neutral handle for codebooks (<c>stress</c>), where one exists that is not the wording.</summary>
    public string? Label { get; init; }
}

public sealed record Source(string Id, string Citation, string? Doi = null, string? Url = null);

public enum LicenceTerms { Free, Register, Permission, Commercial, Forbidden, Unknown }

/// <summary>What the owner allows on each medium. A form is offered on a medium only where the terms are met.</summary>
public sealed record Licence(string Holder, LicenceTerms Paper, LicenceTerms Electronic, string Source, bool Confirmed, string? Note = null);

/// <summary>Published answers and their scores; the test that walks all definitions repeats them.</summary>
public sealed record WorkedExample(IReadOnlyDictionary<string, Answer> Answers, IReadOnlyDictionary<string, double?> Scores, string Source);

public enum MeasuredDomain { EmotionalRegulation, Stress, SocialInteraction, Anxiety, Affect, Wellbeing, Difficulties, QualityOfLife, Session }

/// <param name="From">In years.</param>
/// <param name="To">The oldest age in years; null: no upper end is known.</param>
public sealed record Ages(int From, int? To, string Source, bool Confirmed);
