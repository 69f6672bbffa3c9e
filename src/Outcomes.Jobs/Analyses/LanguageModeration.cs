using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// The effect in each language, and one test of all interactions together. A language with fewer than two people (of each arm, for a contrast)
/// has no effect of its own and is left out of the model.
/// </summary>
sealed class LanguageModeration(PlanRun run, OutcomeData outcome, ModelData data, PlannedModerator planned)
{
    const string Language = "language";
    const int Fewest = 2;

    readonly string[] _languages = [.. outcome.People.Select(p => p.Who.Language)];

    public ModerationResult Result()
    {
        var able = Moderations.Rows(data, planned, new double[data.Count]);
        var told = run.Study.Languages.Where(language => IsTold(able, language)).ToList();
        var rows = able.Where(i => told.Contains(_languages[i])).ToArray();
        var nothing = Moderations.Nothing(planned, rows.Length) with { Slope = Estimate.None(Absence.NotPlanned) };
        nothing = nothing with { Levels = [.. run.Study.Languages.Select(l => new ModerationLevel(l, Quantity.Of(able.Count(i => _languages[i] == l)), Estimate.None(Absence.Undefined)))] };
        foreach (var level in nothing.Levels.Where(l => !told.Contains(l.Level))) run.Deviations.Add("too_few_for_level", planned.Outcome, planned.Id, level.Level, level.N.Value!.Value);
        if (told.Count > 1 && Moderations.LacksSchools(run, planned, data.At(rows)))
        {
            run.Deviations.Add("moderation_not_testable", planned.Outcome, planned.Id);
            return nothing;
        }
        var model = told.Count < 2 ? null : run.Deviations.Try(() => Model(rows), "model_not_fitted", planned.Outcome, planned.Id);
        if (told.Count < 2) run.Deviations.Add("moderation_not_estimable", planned.Outcome, planned.Id);
        if (model is null) return nothing;
        var p = model.Wald(Columns(model.Design, planned.Arm is null ? Language : ":" + Language));
        if (!p.Exists) run.Deviations.Add("moderation_not_testable", planned.Outcome, planned.Id);
        return nothing with
        {
            P = p.ToQuantity(),
            Levels = [.. nothing.Levels.Select(l => told.Contains(l.Level) ? l with { Effect = Effect(model, l.Level) } : l)],
        };
    }

    bool IsTold(int[] rows, string language)
    {
        var own = rows.Where(i => _languages[i] == language).ToList();
        return planned.Arm is null ? own.Count >= Fewest : new[] { planned.Arm, planned.Comparator }.All(arm => own.Count(i => data.Arms[i] == arm) >= Fewest);
    }

    AdjustedModel Model(int[] rows)
    {
        var own = data.At(rows);
        var language = Factor.Of(Language, Array.ConvertAll(rows, i => _languages[i]));
        if (planned.Arm is null) return new(DesignMatrix.Of([new(language), new(Moderations.Pre(own))], rows.Length), Moderations.Change(own), own.Schools, run.IsClustered);
        var arm = Factor.Of(ModelData.Arm, own.Arms, planned.Comparator);
        return new(DesignMatrix.Of([new(arm), new(language), new(arm, language), .. own.Adjustment()], rows.Length), own.Post, own.Schools, run.IsClustered);
    }

    /// <summary>The effect in the reference language, and what the language adds to it.</summary>
    Estimate Effect(AdjustedModel model, string language)
    {
        var weights = new double[model.Design.Columns];
        var effect = planned.Arm is null ? DesignMatrix.Intercept : ModelData.Arm + planned.Arm;
        var own = planned.Arm is null ? Language + language : $"{ModelData.Arm}{planned.Arm}:{Language}{language}";
        weights[Array.IndexOf(model.Design.Names, effect)] = 1;
        if (Array.IndexOf(model.Design.Names, own) is >= 0 and var column) weights[column] = 1;
        return model.Combination(weights, run.Plan.Confidence).ToEstimate();
    }

    static int[] Columns(DesignMatrix design, string name) =>
        [.. Enumerable.Range(0, design.Columns).Where(j => name[0] == ':' ? design.Names[j].Contains(name, StringComparison.Ordinal) : design.Names[j].StartsWith(name, StringComparison.Ordinal))];
}
