using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>What an effect may depend on must have been there to differ: sessions, a connection, several languages.</summary>
static class ModeratorRules
{
    public static IEnumerable<Fault> Check(PlanLookup look)
    {
        var planned = look.Plan.Moderators;
        var whole = planned.Select((m, i) => (m, i)).Where(x => Enum.IsDefined(x.m.By) && x.m.Outcome.Length > 0).ToList();
        return
        [
            .. StudyRules.Repeated(planned.Select(m => m.Id), i => $"plan.moderators[{i}].id"),
            .. StudyRules.Repeated(
                whole.Select(x => (x.m.By, x.m.Outcome, PlanLookup.Unordered(x.m.Arm ?? "", x.m.Comparator ?? ""))), i => $"plan.moderators[{whole[i].i}]"),
            .. planned.SelectMany((m, i) => Moderator(look, m, $"plan.moderators[{i}]")),
        ];
    }

    static IEnumerable<Fault> Moderator(PlanLookup look, PlannedModerator moderator, string at) =>
    [
        .. look.KnownOutcome(moderator.Outcome, at),
        .. look.NeedsLevels(moderator.By != ModeratorKind.Language || look.SeveralLanguages, $"{at}.by", "language"),
        .. (moderator.Arm, moderator.Comparator) switch
        {
            (null, null) => OfSessions(moderator.By) && look.Study.Arms.All(arm => Lacks(arm, moderator.By) is not null)
                ? [new Fault($"{at}.by", "no_sessions", "No arm of the study has sessions in which this differs.")] : [],
            ({ } arm, { } comparator) => OfContrast(look, moderator, arm, comparator, at),
            (null, _) => [Alone($"{at}.arm")],
            (_, null) => [Alone($"{at}.comparator")],
        },
    ];

    static Fault Alone(string at) => new(at, "needs_the_other", "An arm and its comparator stand together, or both are left out.");

    static IEnumerable<Fault> OfContrast(PlanLookup look, PlannedModerator moderator, string arm, string comparator, string at) =>
    [
        .. look.Pair(arm, comparator, at),
        .. look.Outcome(moderator.Outcome)?.Estimand == Estimand.SessionChange
            ? [new Fault($"{at}.outcome", "wrong_estimand", "Arms are compared on course outcomes only; without arms, change within sessions can be moderated.")]
            : Array.Empty<Fault>(),
        .. Sessions(look, moderator.By, arm, $"{at}.arm"), .. Sessions(look, moderator.By, comparator, $"{at}.comparator"),
    ];

    static IEnumerable<Fault> Sessions(PlanLookup look, ModeratorKind by, string id, string at) =>
        look.Study.Arms.FirstOrDefault(a => a.Id == id) is { } arm && Lacks(arm, by) is { } reason ? [new Fault(at, "no_sessions", reason)] : [];

    static bool OfSessions(ModeratorKind by) => Enum.IsDefined(by) && by != ModeratorKind.Language;

    /// <summary>Why this cannot have been measured in the arm; null where it can.</summary>
    static string? Lacks(Arm arm, ModeratorKind by) => arm.Delivery switch
    {
        Delivery.None when OfSessions(by) => "The arm has no sessions, so this was never measured in it.",
        Delivery.InPerson when OfSessions(by) && by != ModeratorKind.TeacherPresent => "The arm's sessions are in person, so there is no connection to measure.",
        _ => null,
    };
}
