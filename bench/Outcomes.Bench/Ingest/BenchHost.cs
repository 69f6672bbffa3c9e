using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api;
using Outcomes.Api.Assessments;
using Outcomes.Api.Participants;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;

namespace Outcomes.Bench.Ingest;

/// <summary>The real host with a study of one instrument (PSS-10, ten items, one scale), on a directory of its own.</summary>
sealed class BenchHost : IAsyncDisposable
{
    public static readonly string[] Timepoints = ["baseline", "endpoint"];
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly WebApplication _app;

    BenchHost(WebApplication app, string directory) => (_app, Directory) = (app, directory);

    public string Directory { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromMinutes(5) };

    public static async Task<BenchHost> Launch(int participants, bool askNobody = false)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("outcomes-bench-").FullName;
        var app = OutcomesHost.Build(new HostSettings(directory) { RunJobs = false, AskNobody = askNobody });
        await app.StartAsync();
        var host = new BenchHost(app, directory);
        var key = await app.Services.GetRequiredService<ApiKeyStore>().Create("bench", [.. Scopes.All], null, TimeSpan.FromDays(1), "bench");
        host.Client.BaseAddress = new Uri(app.Urls.First());
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        (await host.Client.PutAsync("api/v1/studies/bench", Body(Encoding.UTF8.GetBytes(Study), "application/json"))).EnsureSuccessStatusCode();
        var rows = Enumerable.Range(0, participants).Select(i => JsonSerializer.Serialize(
            new ParticipantContract(Guid.CreateVersion7(Start), Pseudonym(i), "s1", "all", "en", new DateOnly(2026, 3, 1)), ApiJson.Default.ParticipantContract));
        (await host.Post("participants", Encoding.UTF8.GetBytes(string.Join('\n', rows)), "application/x-ndjson")).EnsureSuccessStatusCode();
        return host;
    }

    /// <summary>One assessment as JSON; the number gives the participant and the timepoint.</summary>
    public static byte[] Assessment(int number)
    {
        var answers = Enumerable.Range(1, 10).ToDictionary(i => $"{i}", i => Answer.Of((number + i) % 5));
        return JsonSerializer.SerializeToUtf8Bytes(
            new AssessmentContract(Guid.CreateVersion7(Start.AddMilliseconds(number)), Pseudonym(number / 2), "pss-10", "1.0", Timepoints[number % 2], Start, "en", EntryMode.Screen, answers),
            ApiJson.Default.AssessmentContract);
    }

    public Task<HttpResponseMessage> Post(string noun, byte[] body, string type) => Client.PostAsync($"api/v1/studies/bench/{noun}", Body(body, type));

    public string DatabasePath => Path.Combine(Directory, Database.FileName);

    static string Pseudonym(int i) => $"B{i % 100:00}-{i / 100:00000}";

    static ByteArrayContent Body(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    const string Study =
        """
        {
          "id": "bench", "version": "1", "title": { "en": "Bench" }, "synthetic": true, "data_source": "Made up for the bench.", "population": "participants",
          "languages": ["en"], "allocation": { "unit": "none", "randomized": false },
          "arms": [{ "id": "all", "title": "All", "delivery": "live", "role": "intervention" }],
          "timepoints": [{ "id": "baseline", "title": "Baseline", "kind": "course", "week": 0 }, { "id": "endpoint", "title": "Endpoint", "kind": "course", "week": 9 }],
          "districts": [{ "id": "d1", "title": "District", "schools": [{ "id": "s1", "title": "School" }] }],
          "instruments": [{ "instrument": "pss-10", "version": "1.0", "timepoints": ["baseline", "endpoint"] }],
          "plan": {
            "version": "1", "confidence": 0.95, "contrasts": [],
            "outcomes": [{ "id": "stress", "role": "primary", "estimand": "course_change", "domain": "stress", "instrument": "pss-10", "scale": "total", "from": "baseline", "to": "endpoint" }]
          }
        }
        """;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
