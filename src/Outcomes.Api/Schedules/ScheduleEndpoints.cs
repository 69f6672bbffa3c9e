using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Api.Studies;
using Outcomes.Data.Schedules;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Schedules;

namespace Outcomes.Api.Schedules;

/// <summary>When boards and schools get new reports.</summary>
static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/schedule", Get).RequireScope(Scopes.ReadResults)
            .WithSummary("When boards and schools get new reports.").Produces<ReleaseSchedule>().Refuses(401, 403, 404);
        api.MapPut("studies/{study}/schedule", Put).RequireScope(Scopes.WriteStudies)
            .WithSummary("Set when boards and schools get new reports: on_each_analysis, monthly (with a day, 1 to 28) or after_term (with the terms' last dates).")
            .WithDescription("A date is met at 0:00 UTC of the month's day, or of the day after a term's last; one that was missed is caught up once. Dates before the schedule was set are not.")
            .Accepts<ReleaseSchedule>("application/json").Produces<ReleaseSchedule>().Refuses(400, 401, 403, 404, 422);
    }

    static IResult Get(HttpContext http, string study, ScheduleStore schedules, StudyStore studies) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : Results.Text(schedules.Find(http.Actor(), study).Schedule.Json(), "application/json");

    static async Task<IResult> Put(HttpContext http, string study, ScheduleStore schedules, StudyStore studies)
    {
        if (studies.Find(http.Actor(), study) is null) return Problem.NotFound;
        var read = ReleaseSchedule.Read(await DefinitionBody.Read(http));
        if (read.Value is not { } schedule) return Problem.Refused(read.Faults);
        await schedules.Set(study, schedule, Event(http.Actor().Name, study, schedule));
        return Results.Text(schedule.Json(), "application/json");
    }

    public static AuditEvent Event(string actor, string study, ReleaseSchedule schedule) =>
        new(actor, "schedule_set", study, study, new Dictionary<string, string> { ["rule"] = EnumNames<ScheduleRule>.Of(schedule.Rule) });
}
