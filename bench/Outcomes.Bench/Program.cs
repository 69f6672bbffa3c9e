using Outcomes.Bench.Ingest;
using Outcomes.Bench.Reports;
using Outcomes.Bench.Statistics;

// bench ingest: rows and requests a second through HTTP, beside SQLite alone.
// bench reports [SCHOOLS]: school reports a minute and peak memory (default: 500 schools).
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
if (args is ["reports", ..])
{
    await ReportsBench.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 500);
    return 0;
}
Console.Error.WriteLine("usage: bench ingest | reports [SCHOOLS] | statistics [WORD]");
return 2;
