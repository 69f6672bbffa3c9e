using System.CommandLine;

namespace Outcomes.Api.CommandLine;

/// <summary>Options that mean the same in every command.</summary>
static class Options
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The directory that holds all data",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string> Study() => new("--study") { Description = "The study's id", HelpName = "ID", Required = true };

    public static Option<string> Out(string what) => new("--out") { Description = what, HelpName = "DIR", Required = true };
}
