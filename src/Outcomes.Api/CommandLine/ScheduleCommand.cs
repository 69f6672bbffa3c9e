using System.CommandLine;
using System.Globalization;
using System.Text;
using Outcomes.Api.Schedules;
using Outcomes.Data.Schedules;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Schedules;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes schedule</c>: shows or sets when boards and schools get new reports.</summary>
static class ScheduleCommand
{
    public static Command Create()
    {
        var (data, study) = (Options.Data(), Options.Study());
        var each = new Option<bool>("--each-analysis") { Description = "New reports with each analysis (the default)" };
        var day = new Option<int?>("--monthly") { Description = "New reports each month on this day, 1 to 28", HelpName = "DAY" };
        var dates = new Option<string[]>("--after-term") { Description = "New reports on the day after each of these dates (2026-12-18)", HelpName = "DATE", AllowMultipleArgumentsPerToken = true };
        var command = new Command("schedule", "Show or set when boards and schools get new reports") { data, study, each, day, dates };
        command.Validators.Add(given =>
        {
            if (new[] { given.GetValue(each), given.GetValue(day) is not null, given.GetValue(dates) is { Length: > 0 } }.Count(g => g) > 1) given.AddError("Choose one of --each-analysis, --monthly and --after-term.");
        });
        command.SetAction((parsed, _) => Run(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), Wanted(parsed.GetValue(each), parsed.GetValue(day), parsed.GetValue(dates) ?? [])));
        return command;
    }

    static ReleaseSchedule? Wanted(bool each, int? day, string[] dates) => each ? ReleaseSchedule.Default
        : day is not null ? new(ScheduleRule.Monthly, day)
        : dates.Length > 0 ? new(ScheduleRule.AfterTerm, Dates: [.. dates.Select(Date)]) : null;

    static DateOnly Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new InvalidOperationException("A date is written like 2026-12-18.");

    static async Task<int> Run(string data, string study, ReleaseSchedule? wanted)
    {
        if (wanted?.Faults() is { Count: > 0 } faults) throw new InvalidOperationException(string.Join(' ', faults.Select(f => f.Reason)));
        await using var app = OutcomesHost.Build(new HostSettings(data) { RunJobs = false });
        var schedules = app.Services.GetRequiredService<ScheduleStore>();
        if (app.Services.GetRequiredService<StudyStore>().Find(Actor.OnThisMachine(KeyCommand.Actor), study) is null) throw new InvalidOperationException($"There is no study '{study}' here.");
        if (wanted is not null) await schedules.Set(study, wanted, ScheduleEndpoints.Event(KeyCommand.Actor, study, wanted));
        Console.WriteLine(schedules.Find(Actor.OnThisMachine(KeyCommand.Actor), study).Schedule.Json());
        return ExitCode.Done;
    }
}
