using Outcomes.Oracle;

// oracle DIR [--write-agreement FILE]: compares every case in DIR; 0 if all agree, 1 if not, 2 if it cannot be asked so.
// oracle --values CASE.json: prints what we compute for one case.
if (args is ["--values", var path] && File.Exists(path))
{
    foreach (var (key, value) in Runner.Values(path)) Console.WriteLine($"{key}: {Report.Show(value)}");
    return 0;
}
if (args is not ([_] or [_, "--write-agreement", _]) || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: oracle DIR [--write-agreement FILE] | oracle --values CASE.json");
    return 2;
}
var outcomes = Runner.Run(args[0]);
if (args.Length == 3) File.WriteAllText(args[2], Report.Agreement(outcomes));
return Report.Print(outcomes, Console.Out);
