using System.Globalization;
using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Where a run departs from its plan, collected while it runs: whatever was planned and is not in the result is here. The same thing
/// twice is one.
/// </summary>
sealed class Deviations
{
    readonly List<Deviation> _all = [];

    public IReadOnlyList<Deviation> All => _all;

    /// <param name="detail">Ids and numbers, in the order that the code's text has them.</param>
    public void Add(string code, string? outcome = null, params ReadOnlySpan<object> detail)
    {
        var words = detail.ToArray().Select(d => Convert.ToString(d, CultureInfo.InvariantCulture));
        var deviation = new Deviation(code, outcome, detail.Length == 0 ? null : string.Join(' ', words));
        if (!_all.Contains(deviation)) _all.Add(deviation);
    }

    /// <summary>What the data do not allow gives null, and is noted.</summary>
    public T? Try<T>(Func<T> compute, string code, string? outcome, params object[] detail) where T : class
    {
        try { return compute(); }
        catch (Exception fault) when (fault is InputException or AggregateException { InnerException: InputException })
        {
            Add(code, outcome, detail);
            return null;
        }
    }

    /// <summary>What the plan asks of outcomes that it does not have, or that are none over the course.</summary>
    public void AddUnasked(PlanDefinition plan)
    {
        var course = plan.Outcomes.Where(o => o.Estimand == Estimand.CourseChange).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var e in plan.Equivalence.Where(e => !course.Contains(e.Outcome))) Add("equivalence_not_testable", e.Outcome, e.Arm, e.Comparator);
        foreach (var m in plan.Moderators.Where(m => plan.Outcomes.All(o => o.Id != m.Outcome))) Add("moderation_not_estimable", m.Outcome, m.Id);
        foreach (var c in plan.Contrasts.Where(_ => course.Count == 0)) Add("contrast_not_estimable", null, c.Arm, c.Comparator, 0, 0);
        foreach (var (s, c) in plan.Sensitivity.SelectMany(s => plan.Contrasts.Where(_ => course.Count == 0), (s, c) => (s, c)))
            Add("sensitivity_not_possible", null, EnumNames<SensitivityKind>.Of(s.Kind), c.Arm, c.Comparator);
    }

    /// <summary>
    /// A plan that was never locked, that was first locked after the first data, and each amendment. An amended plan is judged by its first
    /// lock: later ones are after data by nature, and stand here as amendments.
    /// </summary>
    public void AddLife(PlanStanding standing, string version)
    {
        if (standing.State == PlanState.Draft) Add("not_locked");
        var locks = standing.Amendments.Select(a => (a.Version, a.LockedUtc)).ToList();
        if (standing.LockedUtc is { } last) locks.Add((version, last));
        if (locks.Count > 0 && standing.FirstDataUtc is { } data && locks[0].LockedUtc > data)
            Add("locked_after_data", null, Utc.Text(locks[0].LockedUtc), Utc.Text(data));
        foreach (var (before, after) in locks.Zip(locks.Skip(1))) Add("amended", null, before.Version, after.Version, Utc.Text(after.LockedUtc));
    }
}
