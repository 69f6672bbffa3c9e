namespace Outcomes.Api.Tests.Reports;

/// <summary>A clock that begins where a test says, stands or runs, and can be moved: the scheduler only works while it runs.</summary>
sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    readonly long _started = System.GetTimestamp();
    TimeSpan _moved;

    public bool Stands { get; set; }

    public void Move(TimeSpan by) => _moved += by;

    public override DateTimeOffset GetUtcNow() => start + _moved + (Stands ? TimeSpan.Zero : System.GetElapsedTime(_started));
}
