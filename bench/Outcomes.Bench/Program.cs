using Outcomes.Bench.Statistics;

// bench statistics [WORD]: the statistics whose name holds WORD (default: all). Absolute times drift with the machine: quote ratios.
if (args is ["statistics", ..])
{
    StatisticsBench.Run(args.Length > 1 ? args[1] : "");
    return 0;
}
Console.Error.WriteLine("usage: bench statistics [WORD]");
return 2;
