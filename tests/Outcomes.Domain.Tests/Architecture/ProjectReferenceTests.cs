using System.Xml.Linq;
using Xunit;

namespace Outcomes.Domain.Tests.Architecture;

/// <summary>Two missing edges carry the safety argument (docs/architecture.md): Reports cannot see Data, and Statistics sees nothing.</summary>
public class ProjectReferenceTests
{
    [Fact]
    public void Every_project_references_only_what_the_architecture_allows() => Assert.Empty(References.Faults(Root, References.Allowed));

    [Fact]
    public void There_are_six_projects_and_no_seventh() =>
        Assert.Equal(References.Allowed.Keys.Order(), References.Projects(Root).Select(Path.GetFileNameWithoutExtension).Order());

    [Theory]
    [InlineData("Outcomes.Reports", "<ProjectReference Include=\"../Outcomes.Data/Outcomes.Data.csproj\" />", "Outcomes.Reports must not reference Outcomes.Data")]
    [InlineData("Outcomes.Statistics", "<ProjectReference Include=\"..\\Outcomes.Domain\\Outcomes.Domain.csproj\" />", "Outcomes.Statistics must not reference Outcomes.Domain")]
    [InlineData("Outcomes.Domain", "<PackageReference Include=\"Dapper\" />", "Outcomes.Domain must not use the package Dapper")]
    [InlineData("Outcomes.Api", "<PackageReference Include=\"Dapper\" />", "Outcomes.Api must not use the package Dapper")]
    [InlineData("Outcomes.Statistics", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "Outcomes.Statistics must not use the framework Microsoft.AspNetCore.App")]
    public void A_forbidden_reference_is_found(string project, string line, string fault)
    {
        var copy = Directory.CreateTempSubdirectory("outcomes-architecture-").FullName;
        try
        {
            foreach (var file in References.Projects(Root))
            {
                var text = File.ReadAllText(file);
                if (Path.GetFileNameWithoutExtension(file) == project) text = text.Replace("</Project>", $"<ItemGroup>{line}</ItemGroup></Project>");
                var target = Path.Combine(copy, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllText(target, text);
            }
            Assert.Contains(fault, References.Faults(copy, References.Allowed));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    static string Root
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "Outcomes.slnx"))) directory = directory.Parent!;
            return directory.FullName;
        }
    }
}

/// <summary>Reads the project files, so that the table in docs/architecture.md is held to by the build and not by good will.</summary>
static class References
{
    public sealed record Rule(string[] Projects, string[] Packages, bool AspNet);

    public static readonly Dictionary<string, Rule> Allowed = new()
    {
        ["Outcomes.Statistics"] = new([], ["MathNet.Numerics"], AspNet: false),
        ["Outcomes.Domain"] = new([], [], AspNet: false),
        ["Outcomes.Data"] = new(["Outcomes.Domain"], ["Dapper", "Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "Microsoft.Data.SqlClient"], AspNet: false),
        ["Outcomes.Reports"] = new(["Outcomes.Domain"], [], AspNet: true),
        ["Outcomes.Jobs"] = new(["Outcomes.Data", "Outcomes.Domain", "Outcomes.Reports", "Outcomes.Statistics"], ["Quartz"], AspNet: true),
        ["Outcomes.Api"] = new(
            ["Outcomes.Data", "Outcomes.Domain", "Outcomes.Jobs", "Outcomes.Reports", "Outcomes.Statistics"],
            ["CsvHelper", "Microsoft.AspNetCore.OpenApi", "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.IdentityModel.Protocols.OpenIdConnect", "Microsoft.OpenApi", "QRCoder", "Spectre.Console", "System.CommandLine"], AspNet: true),
    };

    public static IEnumerable<string> Projects(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories);

    public static IReadOnlyList<string> Faults(string root, IReadOnlyDictionary<string, Rule> allowed) =>
        [.. Projects(root).SelectMany(file => Faults(XDocument.Load(file), Path.GetFileNameWithoutExtension(file), allowed))];

    static IEnumerable<string> Faults(XDocument project, string name, IReadOnlyDictionary<string, Rule> allowed)
    {
        if (!allowed.TryGetValue(name, out var rule)) return [$"{name} is not a project of the architecture"];
        return
        [
            .. Includes(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))
                .Except(rule.Projects).Select(p => $"{name} must not reference {p}"),
            .. Includes(project, "PackageReference").Except(rule.Packages).Select(p => $"{name} must not use the package {p}"),
            .. Includes(project, "FrameworkReference").Where(_ => !rule.AspNet).Select(p => $"{name} must not use the framework {p}"),
        ];
    }

    static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();
}
