using Outcomes.Bench.Ingest;
using Outcomes.Bench.Statistics;

// bench ingest: rows and requests a second through HTTP, beside SQLite alone.
// bench statistics [WORD]: the statistics whose name holds WORD (default: all). Absolute times drift with the machine: quote ratios.
if (args is ["statistics", ..])
{
    StatisticsBench.Run(args.Length > 1 ? args[1] : "");
    return 0;
}
if (args is ["ingest"])
{
    await IngestBench.Run();
    return 0;
}
Console.Error.WriteLine("usage: bench ingest | statistics [WORD]");
return 2;
