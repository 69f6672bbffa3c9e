using System.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes audit</c>: checks the chain of events, alone or against a signed head that was kept elsewhere.</summary>
static class AuditCommand
{
    public static Command Create() => new("audit", "Check the chain of all writes, and sign its end for keeping elsewhere") { Verify(), Head() };

    static Command Verify()
    {
        var data = Options.ExistingData();
        var head = new Option<string?>("--head") { Description = "A head that 'outcomes audit head' wrote: shows also whether the end was cut off", HelpName = "FILE" };
        var command = new Command("verify", "Name the first link that does not fit, and end with 1; end with 0 if all fit") { data, head };
        command.SetAction(parsed =>
        {
            using var database = Database.Open(parsed.GetRequiredValue(data), TimeProvider.System);
            var fault = Fault(database, parsed.GetValue(head));
            var newest = AuditStore.Newest(database);
            Console.WriteLine(fault ?? $"All {newest?.Number ?? 0} links fit; the last is {newest?.Hash ?? AuditChain.Start}.{(parsed.GetValue(head) is null ? " Links cut off at the end show only against a signed head (--head)." : " The signed head stands in the chain.")}");
            return fault is null ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    static Command Head()
    {
        var data = Options.ExistingData();
        var target = new Option<string>("--out") { Description = "Where to write the signed head; keep it away from this machine", HelpName = "FILE", Required = true };
        var command = new Command("head", "Write the end of the chain, signed: whoever holds it can tell later if the end was cut off") { data, target };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetRequiredValue(data);
            using var database = Database.Open(directory, TimeProvider.System);
            if (AuditChecks.WholeFault(database) is { } fault) throw new InvalidOperationException(fault.Sentence);
            using var key = AuditHeadKey.FindOrMake(directory);
            var newest = AuditStore.Newest(database);
            var head = SignedHead.Of(newest?.Number ?? 0, newest?.Hash ?? AuditChain.Start, TimeProvider.System.GetUtcNow(), key);
            File.WriteAllBytes(parsed.GetRequiredValue(target), head.Json());
            Console.WriteLine($"Signed the head at number {head.Number} with key {head.Fingerprint}. Note the key's signs and keep the file elsewhere.");
            return ExitCode.Done;
        });
        return command;
    }

    static string? Fault(Database database, string? headFile)
    {
        if (AuditChecks.WholeFault(database) is { } fault) return fault.Sentence;
        if (headFile is null) return null;
        if (SignedHead.Read(File.ReadAllBytes(headFile)) is not { } head) return $"{headFile} is no signed head.";
        if (!head.IsSound()) return $"The head in {headFile} was changed after it was signed.";
        var there = head.Number == 0 ? AuditChain.Start : AuditStore.Find(database, head.Number)?.Hash;
        if (there is null) return $"The chain was cut: its end is before number {head.Number}, which was signed with key {head.Fingerprint} on {head.TakenUtc}.";
        return there == head.Hash ? null : $"The chain was written anew: number {head.Number} is not what was signed with key {head.Fingerprint} on {head.TakenUtc}.";
    }
}
