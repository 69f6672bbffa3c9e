namespace Outcomes.Domain.Synthetic;

/// <summary>A school: its arm, its connection, its part of each trait at each course timepoint.</summary>
/// <param name="Connection">Poorness of the connection, SD units.</param>
/// <param name="Traits">Scale by course timepoint, variance 1 (scaled by the intraclass correlation where it is used).</param>
sealed record SyntheticSchool(int Number, int District, string Arm, int Students, double Connection, double[][] Traits)
{
    public const string Live = "live", Hybrid = "hybrid", Waiting = "waiting-list";
    public const int CourseTimepoints = 3;
    const int StudentsPerGroup = 13;

    public string Id => $"school-{Number:00}";

    public bool HasSessions => Arm != Waiting;

    public int Groups => (Students + StudentsPerGroup - 1) / StudentsPerGroup;

    public static IReadOnlyList<SyntheticSchool> All(SyntheticSettings settings)
    {
        var schools = new List<SyntheticSchool>();
        for (var district = 0; district < settings.Districts; district++)
            foreach (var arm in Allocate(settings, district))
                schools.Add(Create(settings, schools.Count + 1, district, arm));
        return schools;
    }

    /// <summary>
    /// Arms at random within a district, as even as can be. Where the schools do not divide by three, districts take turns in which
    /// arm gets fewer, so that the arms are even over all districts.
    /// </summary>
    static string[] Allocate(SyntheticSettings settings, int district)
    {
        string[] arms = [Live, Hybrid, Waiting];
        var allocated = Enumerable.Range(0, settings.SchoolsPerDistrict).Select(i => arms[(i + district) % 3]).ToArray();
        new RandomStream(settings.Seed, Streams.Allocation, (ulong)district).Shuffle(allocated.AsSpan());
        return allocated;
    }

    static SyntheticSchool Create(SyntheticSettings settings, int number, int district, string arm)
    {
        var random = new RandomStream(settings.Seed, Streams.School, (ulong)number);
        var students = (int)(settings.StudentsPerSchool * (0.75 + 0.5 * random.Uniform()) + 0.5);
        var traits = settings.Scales.Select(_ => Course(random, settings.SchoolStability)).ToArray();
        return new(number, district, arm, students, random.Normal(), traits);
    }

    /// <summary>A part of a trait at baseline, endpoint and follow-up: variance 1 each, correlated from one to the next.</summary>
    public static double[] Course(RandomStream random, double stability, double? first = null)
    {
        var values = new double[CourseTimepoints];
        values[0] = first ?? random.Normal();
        for (var t = 1; t < values.Length; t++)
            values[t] = stability * values[t - 1] + Math.Sqrt(1 - stability * stability) * random.Normal();
        return values;
    }
}

/// <summary>Keys of the random streams: each thing has its own, so that one cannot shift another's numbers.</summary>
static class Streams
{
    public const ulong Allocation = 1, School = 2, Student = 3, Session = 4, Answers = 5, Enrolment = 6, Consent = 7;
}
