using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Sessions;

/// <summary>A session that is planned, as it was typed.</summary>
/// <param name="Offset">Minutes that the browser's clock is ahead of UTC; empty where no script said so.</param>
public sealed record SessionPlanForm(string Id, string School, string Arm, string Week, string Delivery, string Start, string Offset)
{
    public static SessionPlanForm Empty(HttpContext http) =>
        new(Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("D"), "", "", "", "", "", "");

    public static SessionPlanForm Read(IFormCollection form)
    {
        var fields = new FormReader(form);
        return new(fields.Text("id"), fields.Text("school"), fields.Text("arm"), fields.Text("week"), fields.Text("delivery"), fields.Text("start"), fields.Text("offset"));
    }

    public (Session? Session, IReadOnlyList<Fault> Faults) Session(StudyLookup study, Actor actor, DateTimeOffset now)
    {
        var fields = new FormReader(new FormCollection(new() { ["id"] = Id, ["week"] = Week, ["delivery"] = Delivery, ["start"] = Start, ["offset"] = Offset }));
        var (id, week, delivery, start) = (fields.Id("id"), fields.Whole("week", true, 1, SessionRules.MostWeeks), fields.OneOf<Delivery>("delivery"), fields.Instant("start", "offset"));
        var faults = fields.Faults.ToList();
        if (!study.HasSchool(School) || !actor.MaySeeSchool(School)) faults.Add(new("school", "unknown_school", "Choose one of your schools."));
        if (!study.HasArm(Arm)) faults.Add(new("arm", "unknown_arm", "Choose an arm of the study."));
        if (faults.Count > 0) return (null, faults);
        var session = new Session(id, School, Arm, week!.Value, delivery!.Value, SessionStatus.Planned, start!.Value, null, null, [], null);
        faults.AddRange(SessionRules.Check(study, session, now, 0));
        return (faults.Count == 0 ? session : null, faults);
    }
}
