using System.Text.Json.Nodes;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Synthetic;

/// <summary><c>truth.json</c>: what an analysis of the synthetic study should find, and how the missing values came about.</summary>
static class SyntheticTruth
{
    public static JsonObject Create(SyntheticSettings settings, IReadOnlyList<SyntheticForm> forms) => new()
    {
        ["synthetic"] = true,
        ["study"] = settings.StudyId,
        ["seed"] = settings.Seed,
        ["note"] = "Invented numbers. Traits have standard deviation 1 at each timepoint. Points are those of the scale's score, and "
            + "exact expectations under the model for complete answers, not estimates.",
        ["intraclass_correlation"] = settings.IntraclassCorrelation,
        ["stability_of_students"] = settings.Stability,
        ["stability_of_schools"] = settings.SchoolStability,
        ["course"] = new JsonArray([.. settings.Scales.Select(scale =>
            Course(settings, scale, forms.First(f => f.Instrument.Id == scale.Instrument)))]),
        ["within_sessions"] = new JsonArray([.. settings.CheckIns.Select(line => WithinSessions(settings, line))]),
        ["missingness"] = Missingness(settings),
    };

    static JsonObject Course(SyntheticSettings settings, SyntheticScale scale, SyntheticForm form)
    {
        var items = form.Items(scale.Scale, settings.Scales);
        double Mean(string arm, int timepoint) => SyntheticStudent.Mean(settings, scale, arm, timepoint);
        JsonObject Effect(string arm, int timepoint) => new()
        {
            ["arm"] = arm,
            ["comparator"] = SyntheticSchool.Waiting,
            ["timepoint"] = SyntheticStudyFile.CourseTimepoints[timepoint],
            ["sd_of_trait"] = Rounded(SyntheticStudent.Effect(scale, arm) * (timepoint == 1 ? 1 : settings.Retained)),
            ["points"] = Rounded(items.Difference(Mean(arm, timepoint), Mean(SyntheticSchool.Waiting, timepoint))),
        };
        return new()
        {
            ["outcome"] = scale.Id,
            ["instrument"] = scale.Instrument,
            ["scale"] = scale.Scale,
            ["change_without_therapy_sd_of_trait"] = scale.Drift,
            ["correlation_with_distress"] = scale.Distress,
            ["item_loadings"] = new JsonArray([.. items.Loadings.Select(l => JsonValue.Create(Rounded(l.Loading)))]),
            ["effects"] = new JsonArray(
                Effect(SyntheticSchool.Live, 1), Effect(SyntheticSchool.Hybrid, 1), Effect(SyntheticSchool.Live, 2), Effect(SyntheticSchool.Hybrid, 2)),
        };
    }

    static JsonObject WithinSessions(SyntheticSettings settings, SyntheticCheckIn line) => new()
    {
        ["outcome"] = line.Id,
        ["scale"] = line.Scale,
        ["note"] = "Mean change in points, before the answer is cut at the line's ends and rounded to its step.",
        ["live_at_usual_concealment"] = line.Live,
        ["recorded"] = line.Recorded,
        ["usual_concealed_pct"] = settings.UsualConcealedPct,
        ["live_per_concealed_pct"] = Rounded(
            SyntheticAnswers.MeanChange(settings, line, Delivery.Live, settings.UsualConcealedPct + 1)
            - SyntheticAnswers.MeanChange(settings, line, Delivery.Live, settings.UsualConcealedPct)),
    };

    static JsonObject Missingness(SyntheticSettings settings)
    {
        var chances = settings.Missingness;
        return new()
        {
            ["mechanism"] = settings.Complete
                ? "Nothing is missing."
                : "Missing at random: logit of the chance = intercept + stress × (stress at baseline, SD) + connection × (school's poorness of "
                    + "connection, SD; arms with sessions only) + absence × (absent last week, or share of sessions missed). For preferring not "
                    + "to answer and for stopping early, general distress takes the place of stress.",
            ["leaving_in_a_week"] = Chance(chances.Leaving),
            ["leaving_before_follow_up"] = Chance(chances.LeavingLater),
            ["absent_from_a_session"] = Chance(chances.AbsentFromSession),
            ["absent_from_course_measures"] = Chance(chances.AbsentFromAssessment),
            ["session_not_held"] = Chance(chances.SessionMissed),
            ["no_check_in_after_a_session"] = Chance(chances.NoCheckInAfter),
            ["item_preferred_not_to_answer"] = Chance(chances.PreferNot),
            ["instrument_not_finished"] = Chance(chances.StopsEarly),
        };
    }

    static JsonObject Chance(SyntheticChance chance) => new()
    {
        ["intercept"] = chance.Intercept, ["stress"] = chance.Stress, ["connection"] = chance.Connection, ["absence"] = chance.Absence,
    };

    // Six decimals: the last digits of exp differ between C libraries, and the file is to be the same on every machine.
    static double Rounded(double value) => Math.Round(value, 6);
}
