namespace Outcomes.Api.Tests;

/// <summary>Where the files of the repository are, so that tests read what is shipped and not a copy.</summary>
static class Repository
{
    static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Outcomes.slnx")) ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Tests run inside the repository."));
}
