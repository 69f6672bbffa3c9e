using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Bench.Reports;

/// <summary>A report as page, PDF and JSON for each of many schools, through the whole system: reports a minute and peak memory.</summary>
static class ReportsBench
{
    const int Students = 12;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task Run(int schools)
    {
        var directory = Directory.CreateTempSubdirectory("outcomes-bench-").FullName;
        var app = OutcomesHost.Build(new HostSettings(directory));
        await app.StartAsync();
        using var client = await Client(app);
        await Send(client, schools);
        await Until(client, "api/v1/studies/bench/reports/board.html", _ => true);
        var start = Stopwatch.GetTimestamp();
        (await client.PostAsync("api/v1/studies/bench/reports/schools", null)).EnsureSuccessStatusCode();
        var run = await Until(client, "api/v1/studies/bench/reports/schools", body => !body.Contains("\"running\"", StringComparison.Ordinal));
        var made = JsonElement.Parse(run).GetProperty("made").GetInt32();
        var minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{made} of {schools} school reports in {minutes:0.0} minutes: {made / minutes:0} a minute; peak memory of the program {self.PeakWorkingSet64 / 1048576.0:0} MB, of which managed now {GC.GetTotalMemory(false) / 1048576.0:0} MB"));
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    static async Task<HttpClient> Client(WebApplication app)
    {
        var key = await app.Services.GetRequiredService<ApiKeyStore>().Create("bench", [.. Scopes.All], null, TimeSpan.FromDays(1), "bench");
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        return client;
    }

    static async Task Send(HttpClient client, int schools)
    {
        static string Pseudonym(int school, int student) => $"B{student:00}-{school:00000}";
        var each = Enumerable.Range(0, schools).SelectMany(s => Enumerable.Range(0, Students).Select(n => (School: s, Student: n))).ToList();
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        (await client.PutAsync("api/v1/studies/bench", Body(Study(schools), "application/json"))).EnsureSuccessStatusCode();
        (await client.PostAsync("api/v1/studies/bench/participants", Body(string.Join('\n', each.Select(e =>
            $$"""{"id":"{{Guid.CreateVersion7(start)}}","pseudonym":"{{Pseudonym(e.School, e.Student)}}","school":"s{{e.School}}","arm":"all","language":"en","enrolled_on":"2026-03-01"}""")), "application/x-ndjson"))).EnsureSuccessStatusCode();
        var rows = each.SelectMany(e => new[] { "baseline", "endpoint" }.Select(t =>
            $$"""{"id":"{{Guid.CreateVersion7(start)}}","participant":"{{Pseudonym(e.School, e.Student)}}","instrument":"pss-10","version":"1.0","timepoint":"{{t}}","completed_utc":"2026-03-02T09:30:00Z","language":"en","mode":"screen","answers":{{Answers(e.School, e.Student, t)}} }"""));
        (await client.PostAsync("api/v1/studies/bench/assessments", Body(string.Join('\n', rows), "application/x-ndjson"))).EnsureSuccessStatusCode();
    }

    static string Answers(int school, int student, string timepoint) =>
        "{" + string.Join(',', Enumerable.Range(1, 10).Select(i => $"\"{i}\":{(school * 7 + student * 3 + i * (timepoint == "baseline" ? 2 : 1)) % 5}")) + "}";

    static async Task<string> Until(HttpClient client, string address, Func<string, bool> done)
    {
        while (true)
        {
            using var answer = await client.GetAsync(address);
            if (answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync() is var body && done(body)) return body;
            await Task.Delay(Pause);
        }
    }

    static ByteArrayContent Body(string text, string type) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    static string Study(int schools) =>
        $$"""
        {
          "id": "bench", "version": "1", "title": { "en": "Bench" }, "synthetic": true, "data_source": "Made up for the bench.", "population": "students",
          "languages": ["en"], "allocation": { "unit": "none", "randomized": false },
          "arms": [{ "id": "all", "title": "All", "delivery": "live", "role": "intervention" }],
          "timepoints": [{ "id": "baseline", "title": "Baseline", "kind": "course", "week": 0 }, { "id": "endpoint", "title": "Endpoint", "kind": "course", "week": 9 }],
          "districts": [{ "id": "d1", "title": "District", "schools": [{{string.Join(',', Enumerable.Range(0, schools).Select(s => $$"""{"id":"s{{s}}","title":"School {{s}}"}"""))}}] }],
          "instruments": [{ "instrument": "pss-10", "version": "1.0", "timepoints": ["baseline", "endpoint"] }],
          "plan": {
            "version": "1", "confidence": 0.95, "contrasts": [],
            "outcomes": [{ "id": "stress", "role": "primary", "estimand": "course_change", "domain": "stress", "instrument": "pss-10", "scale": "total", "from": "baseline", "to": "endpoint" }]
          }
        }
        """;
}
