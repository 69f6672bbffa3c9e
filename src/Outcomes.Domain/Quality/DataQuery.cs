namespace Outcomes.Domain.Quality;

/// <summary>What a researcher asks about a stored form: a code, since a free text could name a student.</summary>
public enum QueryQuestion { CheckPaper, SameAnswers, LargeChange, DateWrong, MissingItems, OtherParticipant }

/// <summary>What whoever holds the paper says to it.</summary>
public enum QueryAnswer
{
    AsOnPaper,

    /// <summary>Given by correcting the form, not by saying so.</summary>
    Corrected,
    PaperLost,
    CannotTell,
}

public enum QueryState { Open, Answered, Closed }

public enum QueryStep { Answered, Closed, Reopened }

public static class QueryRules
{
    /// <summary>What can be said without correcting anything.</summary>
    public static readonly IReadOnlyList<QueryAnswer> Said = [QueryAnswer.AsOnPaper, QueryAnswer.PaperLost, QueryAnswer.CannotTell];

    public static bool May(QueryState state, QueryStep step) => step switch
    {
        QueryStep.Answered => state == QueryState.Open,
        QueryStep.Closed => state != QueryState.Closed,
        _ => state != QueryState.Open,
    };
}
