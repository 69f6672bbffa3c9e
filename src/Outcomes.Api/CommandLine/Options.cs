using System.CommandLine;

namespace Outcomes.Api.CommandLine;

/// <summary>Options that mean the same in every command.</summary>
static class Options
{
    public static Option<string> Data() => Directory("--data", "The directory that holds all data");

    /// <summary>For commands that look at what is there: an empty database made on the way would answer that all is well.</summary>
    public static Option<string> ExistingData()
    {
        var option = Data();
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is { Length: > 0 } path && !File.Exists(Path.Combine(path, Outcomes.Data.Database.FileName)))
                given.AddError($"There is no data in '{path}' ({Outcomes.Data.Database.FileName} is missing).");
        });
        return option;
    }

    public static Option<string> Study() => new("--study") { Description = "The study's id", HelpName = "ID", Required = true };

    public static Option<string> Out(string what) => Directory("--out", what);

    static Option<string> Directory(string name, string what)
    {
        var option = new Option<string>(name) { Description = what, HelpName = "DIR", Required = true };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is not { Length: > 0 } path) given.AddError($"{name} is empty: it names a directory.");
            else if (File.Exists(path)) given.AddError($"{name} names a directory, and '{path}' is a file.");
        });
        return option;
    }
}
