namespace Outcomes.Api.Accounts;

/// <summary>Secrets come by environment or from a file that nobody else can read: a command line is seen by every user of the machine.</summary>
static class Secrets
{
    /// <param name="variable">Holds the secret; with the ending <c>_FILE</c>, the name of a file that does.</param>
    /// <exception cref="InvalidOperationException">The file is missing, or others can read it.</exception>
    public static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } secret ? secret
        : Environment.GetEnvironmentVariable(variable + "_FILE") is { Length: > 0 } file ? OfFile(file) : null;

    public static string OfFile(string file)
    {
        if (!File.Exists(file)) throw new InvalidOperationException($"There is no file {file}, which should hold a secret.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            throw new InvalidOperationException($"The file {file} holds a secret, and others on this machine can read it: chmod 600 it.");
        return File.ReadAllText(file).Trim();
    }
}
