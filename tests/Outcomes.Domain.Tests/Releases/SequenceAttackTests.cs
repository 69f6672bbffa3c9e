using System.Collections.Concurrent;
using System.Globalization;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Xunit;

namespace Outcomes.Domain.Tests.Releases;

/// <summary>
/// Two to five releases of a study that goes on, attacked together. <c>OUTCOMES_ATTACKS=20000</c> tries so many sequences.
/// </summary>
public class SequenceAttackTests
{
    const int Threshold = 10;

    static int Sequences { get; } = int.TryParse(Environment.GetEnvironmentVariable("OUTCOMES_ATTACKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 50;

    [Fact]
    public void No_sequence_of_releases_tells_of_a_hidden_count_or_of_a_few_who_came_or_left()
    {
        var recovered = new ConcurrentBag<string>();
        var (sequences, releases) = (0, 0);
        Parallel.For(0, Sequences, seed =>
        {
            var (released, truth) = Sequence(seed, ledger: true);
            if (released.Count < 2) return;
            Interlocked.Increment(ref sequences);
            Interlocked.Add(ref releases, released.Count);
            var attacker = new Attacker(released, truth, zeroHidden: true);
            foreach (var name in attacker.Narrowed(truth)) recovered.Add($"{seed}: narrowed {name}");
            if (seed % 8 == 0)
                foreach (var name in attacker.Bounded(truth)) recovered.Add($"{seed}: bounded {name}");
            foreach (var name in Means(released)) recovered.Add($"{seed}: mean of {name}");
        });
        Assert.True(recovered.IsEmpty, $"{recovered.Count} recovered from {sequences} sequences: {string.Join("; ", recovered.Take(12))}");
        Assert.True(sequences > Sequences / 4, $"Only {sequences} sequences had a second release.");
        TestContext.Current.SendDiagnosticMessage($"{sequences} sequences of {releases} releases: nothing recovered");
    }

    [Fact]
    public void The_same_attacker_recovers_many_where_each_release_is_protected_alone()
    {
        var (counts, means) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var (released, truth) = Sequence(seed, ledger: false);
            counts += new Attacker(released, truth, zeroHidden: true).Narrowed(truth).Count();
            means += Means(released).Count();
        }
        Assert.True(counts > 500 && means > 100, $"{counts} counts and {means} means recovered");
    }

    [Fact]
    public void A_release_with_the_same_counts_as_before_shows_the_same_as_before()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var result = RandomStudy.Result(new Random(seed));
            var first = Release.Outside(result, ReleaseHistory.None);
            var again = Release.Outside(result, History([first]));
            Assert.Equal(AnalysisJson.Bytes(first.Board), AnalysisJson.Bytes(again.Board));
        }
    }

    [Fact]
    public void One_more_student_since_the_last_release_is_refused_with_a_reason_that_does_not_count_them()
    {
        var refused = 0;
        for (var seed = 0; seed < 80; seed++)
        {
            var study = new RandomStudy(new Random(seed));
            var first = Release.Outside(study.Result(), ReleaseHistory.None);
            study.GoOn();
            try { Release.Outside(study.Result(), History([first])); }
            catch (DisclosureRefused refusal)
            {
                refused++;
                Assert.Equal(("too_little_new", "10", "1970-01-01T00:00:00.000Z"), (refusal.Code, refusal.Details["threshold"], refusal.Details["since_utc"]));
                Assert.Contains("since the release of 1 January 1970", refusal.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(refused, 10, 79);
    }

    [Fact]
    public void All_school_reports_together_with_the_boards_hold_what_one_protection_shows_and_each_names_itself_alone()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var result = RandomStudy.Result(new Random(seed));
            var release = Release.Outside(result, ReleaseHistory.None);
            foreach (var school in release.Schools)
            {
                var own = AnalysisJson.Read(AnalysisJson.Bytes(release.School(school).Result));
                foreach (var (named, board) in own.Outcomes.Zip(release.Board.Result.Outcomes))
                {
                    var row = Assert.Single(named.Sites, s => s.School.Length > 0);
                    Assert.Equal(school, row.School);
                    Assert.Equal(AnalysisJson.Bytes(release.Board.Result), AnalysisJson.Bytes(release.Board.Result with { Outcomes = [.. own.Outcomes.Select(Unnamed)] }));
                    Assert.Equal(board.Sites, Unnamed(named).Sites);
                }
            }
        }
        static OutcomeResult Unnamed(OutcomeResult o) => o with { Sites = [.. o.Sites.Select(s => s with { School = "", Title = "", District = "" })] };
    }

    /// <summary>What each release shows with every school's report pooled; refused ones went to nobody.</summary>
    static (List<AnalysisResult> Released, List<AnalysisResult> Truth) Sequence(int seed, bool ledger)
    {
        var random = new Random(seed);
        var study = new RandomStudy(random, largestSchool: 60);
        var (shown, truth, entries) = (new List<AnalysisResult>(), new List<AnalysisResult>(), new List<OutsideRelease>());
        for (var left = random.Next(2, 6); left > 0; left--, study.GoOn())
        {
            var result = study.Result();
            try
            {
                var release = Release.Outside(Named(result), ledger ? History(entries) : ReleaseHistory.None);
                entries.Add(release);
                shown.Add(AnalysisJson.Read(AnalysisJson.Bytes(release.Board.Result)));
                truth.Add(result);
            }
            catch (DisclosureRefused) { }
        }
        return (shown, truth);
    }

    static AnalysisResult Named(AnalysisResult result) => result with { Study = result.Study with { Disclosure = DisclosurePolicy.Outside with { SchoolsNamed = true } } };

    static ReleaseHistory History(IReadOnlyList<OutsideRelease> releases) =>
        new([.. releases.Select((r, i) => new ReleasedCounts($"snapshot{i}", DateTimeOffset.UnixEpoch, ReleaseJson.Counts(ReleaseJson.Text(r.Counts))))]);

    /// <summary>Groups of few whose mean follows from two releases: n and mean of one group then and now.</summary>
    static IEnumerable<string> Means(List<AnalysisResult> released)
    {
        for (var now = 1; now < released.Count; now++)
            foreach (var (name, n, mean) in Figures(released[now]))
                for (var then = now - 1; then >= 0; then--)
                {
                    var before = Figures(released[then]).FirstOrDefault(f => f.Name == name);
                    if (before.Name is null) continue;
                    if (Math.Abs(n - before.N) is > 0 and < Threshold && double.IsFinite((n * mean - before.N * before.Mean) / (n - before.N))) yield return $"{name} {before.N} to {n}";
                    break;
                }
    }

    static IEnumerable<(string Name, double N, double Mean)> Figures(AnalysisResult r) => r.Outcomes.SelectMany(o =>
        o.Groups.Select(g => ($"{o.Id} {g.Arm}", g.Finished, g.Change)).Concat(o.Sites.Select(s => ($"{o.Id} {s.School}", s.N, s.Change))).Concat(o.Trend.Select(t => ($"{o.Id} {t.Arm} {t.Timepoint}", t.N, t.Mean))))
        .Where(f => f.Item2.IsKnown && f.Item3.Value.IsKnown).Select(f => (f.Item1, f.Item2.Value!.Value, f.Item3.Value.Value!.Value));
}
