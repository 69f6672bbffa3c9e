namespace Outcomes.Api.Batches;

/// <summary>How much one request may hold. Larger data are sent as several batches.</summary>
static class BatchLimits
{
    public const long BodyBytes = 100 * 1024 * 1024;
    public const int Rows = 200_000;

    /// <summary>One object, line or record.</summary>
    public const int RowBytes = 64 * 1024;

    /// <summary>A batch in a list in a row; our deepest row has two levels.</summary>
    public const int Depth = 8;

    /// <summary>Bodies up to this stay in memory, and are read before the writer's turn; larger ones go to a temporary file first.</summary>
    public const int InMemoryBytes = 256 * 1024;
}
