using System.CommandLine;
using Outcomes.Api.Pages;
using Outcomes.Api.Plans;
using Outcomes.Data;
using Outcomes.Data.Instruments;
using Outcomes.Data.Plans;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Plans;
using Outcomes.Reports.Text;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes plan</c>: read a study's analysis plan in words, lock it, see every version that was locked.</summary>
static class PlanCommand
{
    static readonly Actor Here = Actor.OnThisMachine(KeyCommand.Actor);

    public static Command Create() => new("plan", "Read a study's analysis plan, lock it, or list the versions that were locked") { Show(), Lock(), Versions() };

    static Command Show() => Make("show", "Say in words what the plan will compute, whether it is locked, and what stands against that", (_, instruments, plan) =>
    {
        var texts = Texts.In("en", PageEndpoints.Words);
        foreach (var sentence in PlanStateWords.Of(plan, texts)) Console.WriteLine(sentence);
        Console.WriteLine($"SHA-256 {plan.Study.Plan.Hash}");
        if (plan.Changes.Count > 0) Print("Changed since the version that was locked last", plan.Changes);
        if (plan.Faults.Count > 0) Print("This stands against locking it", plan.Faults.Select(Line));
        foreach (var part in new PlanWords(plan.Study, instruments.Find, texts).Parts()) Print(part.Title, part.Lines.Select(StudyWords.Plain));
        return Task.FromResult(ExitCode.Done);
    });

    static Command Versions() => Make("versions", "List every version that was locked, the oldest first, with what changed and why", (_, _, plan) =>
    {
        if (plan.Locks.Count == 0) Console.WriteLine("No version has been locked yet.");
        foreach (var version in PlanLife.Versions(plan.Locks))
            Print($"{version.Version}, locked {Utc.Text(version.LockedUtc)} by {version.LockedBy}, SHA-256 {version.Hash}", [.. version.Reason is { } why ? [$"Why: {why}"] : Array.Empty<string>(), .. version.Changes]);
        return Task.FromResult(ExitCode.Done);
    });

    static Command Lock()
    {
        var reason = new Option<string?>("--reason") { Description = "Why it is amended; needed for every lock but the first", HelpName = "TEXT" };
        var (data, study) = (Options.Data(), Options.Study());
        var command = new Command("lock", "Lock the current plan: what is computed from it is then no longer exploratory") { data, study, reason };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study),
            (plans, _, plan) => Lock(plans, plan, parsed.GetValue(reason))));
        return command;
    }

    static async Task<int> Lock(PlanStore plans, StudyPlan plan, string? reason)
    {
        var answer = await plans.Lock(Here, plan.Study.Id, new PlanLockRequest(plan.Study.Plan.Version, plan.Study.Plan.Hash, reason));
        if (answer?.Lock is { } locked)
        {
            Console.WriteLine($"Version {locked.Version} of the plan of {plan.Study.Id} {(answer.IsNew ? "is locked" : "was locked before")}: {Utc.Text(locked.LockedUtc)} by {locked.LockedBy}, SHA-256 {locked.Hash}.");
            return ExitCode.Done;
        }
        await Console.Error.WriteLineAsync("The plan was not locked:");
        foreach (var fault in answer?.Faults ?? []) await Console.Error.WriteLineAsync($"  {Line(fault)}");
        return ExitCode.Refused;
    }

    static Command Make(string name, string description, Func<PlanStore, InstrumentStore, StudyPlan, Task<int>> work)
    {
        var (data, study) = (Options.Data(), Options.Study());
        var command = new Command(name, description) { data, study };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), work));
        return command;
    }

    static async Task<int> With(string data, string study, Func<PlanStore, InstrumentStore, StudyPlan, Task<int>> work)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var instruments = new InstrumentStore(database, writer);
        var plans = new PlanStore(database, writer, instruments);
        if (plans.Find(Here, study) is { } plan) return await work(plans, instruments, plan);
        await Console.Error.WriteLineAsync($"There is no study '{study}' in {data}.");
        return ExitCode.Failed;
    }

    static string Line(Fault fault) => $"{fault.Field}: {fault.Reason} [{fault.Code}]";

    static void Print(string title, IEnumerable<string> lines)
    {
        Console.WriteLine($"\n{title}");
        foreach (var line in lines) Console.WriteLine($"  {line}");
    }
}
