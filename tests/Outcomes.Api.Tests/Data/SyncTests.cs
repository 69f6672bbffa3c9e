using System.Text.RegularExpressions;
using Outcomes.Data;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Data;

/// <summary>
/// A killed process does not show that the disk was written, since the system's cache outlives it. So the system calls are counted
/// (Debian package strace): no answer leaves before the log was synced.
/// </summary>
public sealed partial class SyncTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;

    string TraceFile => Path.Combine(_directory, "trace");

    [Fact]
    public async Task Between_two_answers_to_one_client_the_log_was_synced_each_time()
    {
        var (syncs, answers) = await Trace(async client =>
        {
            for (var i = 0; i < 40; i++) (await Post(client, $"Y1-{i:000}")).EnsureSuccessStatusCode();
        });
        Assert.Equal(40 + 1, answers.Count); // and one for the study
        Assert.All(answers.Zip(answers.Skip(1)), pair => Assert.Contains(syncs, sync => sync > pair.First && sync < pair.Second));
    }

    [Fact]
    public async Task Many_clients_share_syncs_and_still_none_is_answered_before_one()
    {
        const int Rows = 640;
        var (syncs, answers) = await Trace(client => Parallel.ForAsync(0, Rows, new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) => (await Post(client, $"Y2-{i:0000}")).EnsureSuccessStatusCode()));
        Assert.Equal(Rows + 1, answers.Count);
        Assert.InRange(syncs.Count(s => s > answers[0]), Rows / 64, Rows / 2);
        Assert.Contains(syncs, sync => sync > answers[0] && sync < answers[1]);
    }

    /// <returns>The lines of the trace where a sync of the log ended, and where an answer of 201 left.</returns>
    async Task<(List<int> Syncs, List<int> Answers)> Trace(Func<HttpClient, Task> work)
    {
        using (var served = await ServedProcess.Start(Path.Combine(_directory, "data"),
            "strace", "-f", "-qq", "-y", "-s", "12", "-e", "trace=fsync,fdatasync,sendto,sendmsg", "-o", TraceFile))
        {
            (await served.Client.PutAsync($"api/v1/studies/{Id}", Text(Definition().ToJsonString(), "application/json"))).EnsureSuccessStatusCode();
            await work(served.Client);
        }
        return Read(File.ReadAllLines(TraceFile));
    }

    static Task<HttpResponseMessage> Post(HttpClient client, string pseudonym) =>
        client.PostAsync($"api/v1/studies/{Id}/participants", Json(Participant(pseudonym)));

    static (List<int>, List<int>) Read(string[] lines)
    {
        var (syncs, answers) = (new List<int>(), new List<int>());
        var begun = new HashSet<string>(); // threads inside a sync of the log that another thread's line interrupted
        for (var i = 0; i < lines.Length; i++)
        {
            var thread = lines[i].Split(' ')[0];
            if (lines[i].Contains("\"HTTP/1.1 201", StringComparison.Ordinal)) answers.Add(i);
            else if (SyncResumed().IsMatch(lines[i])) { if (begun.Remove(thread)) syncs.Add(i); }
            else if (SyncOfLog().IsMatch(lines[i]))
                if (lines[i].EndsWith("= 0", StringComparison.Ordinal)) syncs.Add(i); else begun.Add(thread);
        }
        return (syncs, answers);
    }

    [GeneratedRegex(@"f(data)?sync\([^)]*outcomes\.db-wal>")]
    private static partial Regex SyncOfLog();

    [GeneratedRegex(@"f(data)?sync resumed>.*= 0$")]
    private static partial Regex SyncResumed();

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
