using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Consents;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Jobs;
using Outcomes.Jobs.Consents;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes retention</c>: what is kept longer than the studies say; and to approve that it goes.</summary>
static class RetentionCommand
{
    static readonly Actor Here = Actor.OnThisMachine(KeyCommand.Actor);

    public static Command Create()
    {
        var data = Options.ExistingData();
        var study = new Option<string?>("--study") { Description = "One study alone (default: every study)", HelpName = "ID" };
        var approve = new Option<bool>("--approve") { Description = "Erase what was proposed before; needs --study" };
        var command = new Command("retention", "Propose to erase what is kept longer than a study's file says; with --approve erase what was proposed before") { data, study, approve };
        command.Validators.Add(given => { if (given.GetValue(approve) && given.GetValue(study) is null) given.AddError("--approve needs --study: one study's rows are erased at a time."); });
        command.SetAction((parsed, cancel) => Run(parsed.GetRequiredValue(data), parsed.GetValue(study), parsed.GetValue(approve), cancel));
        return command;
    }

    static async Task<int> Run(string data, string? only, bool approve, CancellationToken cancel)
    {
        using var database = Database.Open(data, TimeProvider.System);
        using var writer = new Writer(database);
        var studies = new StudyStore(database, writer, new InstrumentStore(database, writer));
        var retention = new RetentionStore(database, writer);
        var job = new KeepRetention(studies, retention, new ErasureStore(database, writer), new Wake(), TimeProvider.System);
        foreach (var study in studies.All(Here).Select(s => s.Id).Where(s => only is null || s == only))
        {
            var seen = job.Due(study)?.Where(d => d.ProposedUtc is not null).Max(d => d.ProposedUtc);
            if (approve && seen is not null) await retention.Approve(Here, study, seen);
            var before = job.Due(study);
            await job.Run(study, cancel);
            Print(study, before, job.Due(study), approve);
        }
        return ExitCode.Done;
    }

    static void Print(string study, IReadOnlyList<ErasureProposal>? before, IReadOnlyList<ErasureProposal>? due, bool approve)
    {
        if (before is null || due is null) { Console.WriteLine($"{study}: its file says nothing of how long rows are kept."); return; }
        if (before.Count > due.Count) Console.WriteLine($"{study}: erased all that is stored of {before.Count - due.Count} participants.");
        if (due.Count == 0) { Console.WriteLine($"{study}: nothing is kept longer than its file says."); return; }
        Console.WriteLine($"{study}: {due.Count} participants are kept longer than its file says{(approve ? ", not proposed before" : "")}. To erase them: --study {study} --approve.");
        foreach (var one in due) Console.WriteLine($"  {one.Pseudonym}  {one.Reason}  due {one.DueOn}");
    }
}
