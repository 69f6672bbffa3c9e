using System.Collections.Concurrent;

namespace Outcomes.Data.Batches;

/// <summary>Enumerates on a thread of its own, in chunks, a few chunks ahead of whoever takes the items.</summary>
sealed class ReadAhead<T> : IDisposable
{
    const int ChunkSize = 256, ChunksAhead = 8;

    readonly BlockingCollection<T[]> _chunks = new(ChunksAhead);
    readonly CancellationTokenSource _stop = new();
    readonly Task _reading;

    public ReadAhead(IEnumerable<T> source) => _reading = Task.Factory.StartNew(() => Read(source), TaskCreationOptions.LongRunning);

    /// <exception cref="Exception">What the source threw, after the items before it.</exception>
    public IEnumerable<T> Items()
    {
        foreach (var chunk in _chunks.GetConsumingEnumerable())
            foreach (var item in chunk) yield return item;
        _reading.GetAwaiter().GetResult();
    }

    void Read(IEnumerable<T> source)
    {
        try
        {
            foreach (var chunk in source.Chunk(ChunkSize)) _chunks.Add(chunk, _stop.Token);
        }
        finally { _chunks.CompleteAdding(); }
    }

    /// <summary>Ends the reading, wherever it is.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        try { _reading.Wait(); }
        catch (AggregateException) { } // it was told to stop, or Items has thrown this already
        _chunks.Dispose();
        _stop.Dispose();
    }
}
