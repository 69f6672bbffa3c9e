using System.CommandLine;
using System.Text.Json;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes changes</c>: what differs between two versions of a study's file, in words.</summary>
static class ChangesCommand
{
    public static Command Create()
    {
        var older = new Argument<FileInfo>("older") { Description = "The study.json that was" }.AcceptExistingOnly();
        var newer = new Argument<FileInfo>("newer") { Description = "The study.json that is to be" }.AcceptExistingOnly();
        var command = new Command("changes", "Show what changed between two versions of a study's file") { older, newer };
        command.SetAction((parsed, cancel) => Show(parsed.GetRequiredValue(older), parsed.GetRequiredValue(newer), cancel));
        return command;
    }

    static async Task<int> Show(FileInfo older, FileInfo newer, CancellationToken cancel)
    {
        using var before = await Read(older, cancel);
        using var after = await Read(newer, cancel);
        var changes = StudyChanges.Between(before.RootElement, after.RootElement);
        foreach (var change in changes) Console.WriteLine(change);
        if (changes.Count == 0) Console.WriteLine("Nothing changed but layout.");
        return ExitCode.Done;
    }

    static async Task<JsonDocument> Read(FileInfo file, CancellationToken cancel)
    {
        await using var stream = file.OpenRead();
        try
        {
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancel);
        }
        catch (JsonException fault)
        {
            throw new InvalidOperationException($"{file.Name} is not JSON: line {fault.LineNumber + 1}, position {fault.BytePositionInLine + 1}.");
        }
    }
}
