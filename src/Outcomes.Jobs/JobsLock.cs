namespace Outcomes.Jobs;

/// <summary>
/// Only one process runs the jobs of a data directory: two would each take the other's running work for work that was interrupted. The
/// system lets go of the lock when the process ends, however it ends.
/// </summary>
public sealed class JobsLock : IDisposable
{
    const string FileName = "jobs.lock";

    readonly FileStream _file;

    JobsLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process has it.</exception>
    public static JobsLock Take(string dataDirectory)
    {
        try { return new(new FileStream(Path.Combine(dataDirectory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)); }
        catch (IOException held) when (held is not DirectoryNotFoundException)
        {
            throw new InvalidOperationException(
                $"Another Outcomes process works on {Path.GetFullPath(dataDirectory)}. Stop it first, or choose another directory.", held);
        }
    }

    /// <summary>Another process runs the jobs; what it makes can be waited for.</summary>
    public static bool IsHeld(string dataDirectory)
    {
        try { Take(dataDirectory).Dispose(); return false; }
        catch (InvalidOperationException) { return true; }
    }

    public void Dispose() => _file.Dispose();
}
