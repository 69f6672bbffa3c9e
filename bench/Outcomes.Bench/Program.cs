using Outcomes.Bench.Ingest;
using Outcomes.Bench.Pages;
using Outcomes.Bench.Releases;
using Outcomes.Bench.Reports;
using Outcomes.Bench.Statistics;

// bench ingest: rows and requests a second through HTTP, beside SQLite alone.
// bench disclosure [SCHOOLS ...]: protecting results of so many schools (default: 24 50 100 500), and thirteen releases one after the other.
// bench pages: weight of pages and the server's time for them.
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
if (args is ["pages"])
{
    await PagesBench.Run();
    return 0;
}
if (args is ["reports", ..])
{
    await ReportsBench.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 500);
    return 0;
}
if (args is ["disclosure", ..])
{
    DisclosureBench.Run(args.Length > 1 ? [.. args.Skip(1).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))] : [24, 50, 100, 500]);
    return 0;
}
Console.Error.WriteLine("usage: bench disclosure [SCHOOLS ...] | ingest | pages | reports [SCHOOLS] | statistics [WORD]");
return 2;
