namespace Outcomes.Jobs;

/// <summary>
/// A nudge for the sweep: there may be something to do. Losing one costs the time to the next sweep, doubling one nothing, since what
/// there is to do is read from the database.
/// </summary>
public sealed class Wake
{
    readonly SemaphoreSlim _signal = new(0, 1);

    public void Nudge()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { }   // a nudge is waiting already
    }

    internal Task Wait(TimeSpan atMost, CancellationToken cancel) => _signal.WaitAsync(atMost, cancel);
}
