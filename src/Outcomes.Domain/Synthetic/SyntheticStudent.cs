namespace Outcomes.Domain.Synthetic;

/// <summary>A student: who, the student's part of each trait, and when the student was there.</summary>
/// <param name="Stress">Deviation of stress at baseline from its mean, SD units: what drop-out depends on.</param>
/// <param name="Traits">Scale by course timepoint, the whole trait with its mean, drift and the arm's effect.</param>
/// <param name="Attended">By week.</param>
/// <param name="Assessed">By course timepoint.</param>
sealed record SyntheticStudent(
    SyntheticSchool School, int Number, string Language, double Distress, double Stress, double[][] Traits, bool[] Attended, bool[] Assessed)
{
    public string Pseudonym => $"S{School.Number:00}-{Number:000}";

    public int Group => Number % School.Groups;

    public static SyntheticStudent Create(SyntheticSettings settings, SyntheticSchool school, int number)
    {
        var random = new RandomStream(settings.Seed, Streams.Student, (ulong)school.Number, (ulong)number);
        var language = LanguageOf(random.Uniform());
        var distress = random.Normal();
        var traits = settings.Scales.Select((scale, i) => Trait(settings, scale, school, i, distress, random)).ToArray();
        var stress = traits[0][0] - settings.Scales[0].Mean;
        var attended = new bool[settings.Weeks];
        var left = Attend(settings, school, stress, attended, random);
        return new(school, number, language, distress, stress, traits, attended, Assess(settings, stress, attended, left, random));
    }

    public static double Effect(SyntheticScale scale, string arm) =>
        arm switch { SyntheticSchool.Live => scale.Live, SyntheticSchool.Hybrid => scale.Hybrid, _ => 0 };

    /// <summary>Mean of a trait in an arm: 0 baseline, 1 endpoint, 2 follow-up.</summary>
    public static double Mean(SyntheticSettings settings, SyntheticScale scale, string arm, int timepoint) => scale.Mean + timepoint switch
    {
        0 => 0,
        1 => scale.Drift + Effect(scale, arm),
        _ => scale.Drift + settings.Retained * Effect(scale, arm),
    };

    static double[] Trait(SyntheticSettings settings, SyntheticScale scale, SyntheticSchool school, int index, double distress, RandomStream random)
    {
        var first = scale.Distress * distress + Math.Sqrt(1 - scale.Distress * scale.Distress) * random.Normal();
        var own = SyntheticSchool.Course(random, settings.Stability, first);
        var (between, within) = (Math.Sqrt(settings.IntraclassCorrelation), Math.Sqrt(1 - settings.IntraclassCorrelation));
        return [.. own.Select((value, t) => Mean(settings, scale, school.Arm, t) + between * school.Traits[index][t] + within * value)];
    }

    /// <summary>Fills the weeks that the student came in, and says in which the student left (the number of weeks: never).</summary>
    static int Attend(SyntheticSettings settings, SyntheticSchool school, double stress, bool[] attended, RandomStream random)
    {
        var (missing, absent) = (settings.Missingness, false);
        var connection = school.HasSessions ? school.Connection : 0;
        for (var week = 0; week < attended.Length; week++)
        {
            var leaves = random.Chance(missing.Leaving.Of(stress, connection, absent ? 1 : 0)) && !settings.Complete;
            if (leaves) return week;
            absent = school.HasSessions && random.Chance(missing.AbsentFromSession.Of(stress, connection, 0)) && !settings.Complete;
            attended[week] = school.HasSessions && !absent;
        }
        return attended.Length;
    }

    static bool[] Assess(SyntheticSettings settings, double stress, bool[] attended, int left, RandomStream random)
    {
        var missing = settings.Missingness;
        var missed = attended.Any(a => a) ? attended.Count(a => !a) / (double)attended.Length : 0;
        bool There(double share) => !random.Chance(missing.AbsentFromAssessment.Of(stress, 0, share)) || settings.Complete;
        var (baseline, endpoint, followUp) = (There(0), There(missed), There(missed));
        var leftLater = random.Chance(missing.LeavingLater.Of(stress, 0, missed)) && !settings.Complete;
        var stayed = left == settings.Weeks;
        return [baseline, endpoint && stayed, followUp && stayed && !leftLater];
    }

    static string LanguageOf(double uniform) => uniform switch { < 0.62 => "en", < 0.86 => "es", < 0.94 => "zh-Hans", _ => "ar" };
}
