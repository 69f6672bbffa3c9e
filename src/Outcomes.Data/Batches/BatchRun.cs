using Outcomes.Domain.Batches;

namespace Outcomes.Data.Batches;

static class BatchRun
{
    /// <summary>
    /// Hands the rows to the writer. A small batch is read before it queues, so that the writer never waits for it; a large one is read
    /// on a thread of its own, a little ahead of the writer, so that it is never whole in memory.
    /// </summary>
    /// <param name="alongside">Written with the rows, in the same transaction, if they are new.</param>
    public static async Task<BatchAnswer> Record<TRow>(
        this Writer writer, BatchHeader header, IEnumerable<SentRow<TRow>> rows, Func<Change, BatchTable<TRow>> table, Action<Change>? alongside = null) where TRow : BatchRow
    {
        if (!header.Large)
        {
            var read = rows.ToList();
            return await writer.Run(change =>
            {
                var answer = new BatchWriter<TRow>(change, header, table(change)).Write(read);
                if (answer.New) alongside?.Invoke(change);
                return answer;
            });
        }
        using var ahead = new ReadAhead<SentRow<TRow>>(rows);
        return await writer.Run(change => new BatchWriter<TRow>(change, header, table(change)).Write(ahead.Items()), alone: true);
    }
}
