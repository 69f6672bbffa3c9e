using System.CommandLine;
using Outcomes.Api.Webhooks;
using Outcomes.Data.Studies;
using Outcomes.Data.Webhooks;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Webhooks;

namespace Outcomes.Api.CommandLine;

/// <summary><c>outcomes webhook</c>: who is told when a study has new reports.</summary>
static class WebhookCommand
{
    static readonly Actor Here = Actor.OnThisMachine(KeyCommand.Actor);

    public static Command Create() => new("webhook", "Tell an address of new reports: add, list, remove, test") { Add(), List(), Remove(), Test() };

    static Command Add()
    {
        var (data, study) = (Options.Data(), Options.Study());
        var url = new Argument<string>("url") { Description = "https://...; http:// for this machine only" };
        var command = new Command("add", "Tell an address; prints the secret that signs the notices, this once") { url, data, study };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), async (services, id) =>
        {
            var address = parsed.GetRequiredValue(url);
            if (Webhook.Faults(address) is { Count: > 0 } faults) throw new InvalidOperationException(string.Join(' ', faults.Select(f => f.Reason)));
            var made = await WebhookEndpoints.Create(KeyCommand.Actor, id, address, services.GetRequiredService<WebhookStore>(), TimeProvider.System);
            await Console.Error.WriteLineAsync($"Webhook {made.Id}. The secret is shown this once; it signs every notice.");
            Console.WriteLine(made.Secret);
            return ExitCode.Done;
        }));
        return command;
    }

    static Command List()
    {
        var (data, study) = (Options.Data(), Options.Study());
        var command = new Command("list", "List who is told, and what became of the notices") { data, study };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), (services, id) =>
        {
            foreach (var w in services.GetRequiredService<WebhookStore>().All(Here, id))
                Console.WriteLine($"{w.Id}  {w.Url}  {w.Delivered} delivered, {w.Waiting} waiting, {w.GivenUp} given up; last: {w.LastStatus ?? "none"}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    static Command Remove() => OnOne("remove", "Tell an address no longer", (services, study, id) =>
        services.GetRequiredService<WebhookStore>().Remove(study, id, new AuditEvent(KeyCommand.Actor, "webhook_removed", id, study)));

    static Command Test() => OnOne("test", "Send a notice that says nothing, as soon as the jobs run", (services, study, id) =>
        services.GetRequiredService<NoticeStore>().Test(study, id, "test " + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D"), new AuditEvent(KeyCommand.Actor, "webhook_tested", id, study)));

    static Command OnOne(string name, string description, Func<IServiceProvider, string, string, Task<bool>> work)
    {
        var (data, study) = (Options.Data(), Options.Study());
        var id = new Argument<string>("id") { Description = "As 'outcomes webhook list' shows it" };
        var command = new Command(name, description) { id, data, study };
        command.SetAction((parsed, _) => With(parsed.GetRequiredValue(data), parsed.GetRequiredValue(study), async (services, of) =>
            await work(services, of, parsed.GetRequiredValue(id)) ? ExitCode.Done : throw new InvalidOperationException("The study has no such webhook.")));
        return command;
    }

    static async Task<int> With(string data, string study, Func<IServiceProvider, string, Task<int>> work)
    {
        await using var app = OutcomesHost.Build(new HostSettings(data) { RunJobs = false });
        return app.Services.GetRequiredService<StudyStore>().Find(Here, study) is null ? throw new InvalidOperationException($"There is no study '{study}' here.") : await work(app.Services, study);
    }
}
