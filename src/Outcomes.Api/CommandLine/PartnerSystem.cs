using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Outcomes.Api.Plans;
using Outcomes.Domain.Plans;

namespace Outcomes.Api.CommandLine;

/// <summary>Sends a study's files to the HTTP API, as a partner's system would: there is no other way in, not even for us.</summary>
sealed class PartnerSystem(Uri address, string key) : IDisposable
{
    static readonly string[] Kinds = ["participants", "consents", "sessions", "assessments"];
    static readonly Dictionary<string, string> MediaTypes = new()
    {
        [".csv"] = "text/csv", [".ndjson"] = "application/x-ndjson", [".json"] = "application/json",
    };

    readonly HttpClient _client = new()
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(10),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>Sends <c>study.json</c>, then what there is of participants, consents, sessions and assessments (.csv, .ndjson or .json), each
    /// file in one request, so that it is stored whole or not at all.</summary>
    /// <param name="lockPlan">Locks the study's plan before any of its data are sent.</param>
    /// <exception cref="RefusedException">Something was refused; it names every fault. Files sent before it stay.</exception>
    public async Task<Sent> Send(string directory, Action<double> progress, CancellationToken cancel, bool lockPlan = false)
    {
        var definition = Path.Combine(directory, "study.json");
        var study = StudyId(await File.ReadAllBytesAsync(definition, cancel), definition);
        var files = Kinds.SelectMany(kind => MediaTypes.Keys.Select(end => (kind, path: Path.Combine(directory, kind + end)))).Where(f => File.Exists(f.path)).ToList();
        double all = files.Sum(f => new FileInfo(f.path).Length), sent = 0;
        await Put($"api/v1/studies/{study}", new FileBody(definition, "application/json", _ => { }), cancel);
        var plan = lockPlan ? await LockPlan(study, cancel) : null;
        var rows = new List<(string Kind, long Rows)>();
        foreach (var (kind, path) in files)
        {
            var body = new FileBody(path, MediaTypes[Path.GetExtension(path)], n => progress((sent += n) / all));
            rows.Add((kind, await Post($"api/v1/studies/{study}/{kind}", body, Path.GetFileName(path), cancel)));
        }
        return new Sent(study, rows, plan);
    }

    /// <summary>The answer as JSON; null while there is nothing at that address.</summary>
    public async Task<JsonElement?> Get(string path, CancellationToken cancel)
    {
        using var answer = await _client.GetAsync(path, cancel);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        await RequireSuccess(answer, path, cancel);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    /// <summary>Saves what stands at an address; false while there is nothing.</summary>
    public async Task<bool> Download(string path, string target, CancellationToken cancel)
    {
        using var answer = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return false;
        await RequireSuccess(answer, path, cancel);
        await using var file = File.Create(target);
        await answer.Content.CopyToAsync(file, cancel);
        return true;
    }

    public void Dispose() => _client.Dispose();

    static string StudyId(byte[] study, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(study);
            return document.RootElement.GetProperty("id").GetString()!;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{file} is not a study: it must be a JSON object with an \"id\".");
        }
    }

    async Task Put(string path, HttpContent body, CancellationToken cancel)
    {
        using var answer = await _client.PutAsync(path, body, cancel);
        await RequireSuccess(answer, "study.json", cancel);
    }

    /// <summary>Locks the study's current plan; one that is locked already stays as it is.</summary>
    async Task<PlanVersionContract> LockPlan(string study, CancellationToken cancel)
    {
        var plan = await _client.GetFromJsonAsync($"api/v1/studies/{study}/plan", ApiJson.Default.PlanContract, cancel);
        var request = new PlanLockRequest(plan!.Version, plan.Hash, Reason: null);
        using var answer = await _client.PostAsJsonAsync($"api/v1/studies/{study}/plan/lock", request, ApiJson.Default.PlanLockRequest, cancel);
        await RequireSuccess(answer, "the lock of the plan", cancel);
        return (await answer.Content.ReadFromJsonAsync(ApiJson.Default.PlanVersionContract, cancel))!;
    }

    /// <returns>How many rows the receipts acknowledge.</returns>
    async Task<long> Post(string path, HttpContent body, string what, CancellationToken cancel)
    {
        using var answer = await _client.PostAsync(path, body, cancel);
        await RequireSuccess(answer, what, cancel);
        var receipts = await answer.Content.ReadFromJsonAsync(ApiJson.Default.BatchContract, cancel);
        return receipts!.Receipts.Sum(r => r.Rows);
    }

    static async Task RequireSuccess(HttpResponseMessage answer, string what, CancellationToken cancel)
    {
        if (!answer.IsSuccessStatusCode) throw new RefusedException(what, await answer.Content.ReadAsStringAsync(cancel));
    }
}

/// <summary>What the system acknowledged of a study's files.</summary>
/// <param name="Plan">As it was locked before the data; null where that was not asked for.</param>
sealed record Sent(string Study, IReadOnlyList<(string Kind, long Rows)> Rows, PlanVersionContract? Plan)
{
    public override string ToString() => $"{Study}: {string.Join(", ", Rows.Select(r => $"{r.Rows} {r.Kind}"))}";
}

/// <summary>The API refused what was sent; the message lists each fault on a line.</summary>
sealed class RefusedException(string what, string problem) : Exception(Describe(what, problem))
{
    static string Describe(string what, string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            var root = document.RootElement;
            var lines = new List<string> { $"{what} was refused: {Text(root, "detail") ?? Text(root, "title")}" };
            if (root.TryGetProperty("faults", out var faults))
                lines.AddRange(faults.EnumerateArray().Select(f => $"  {Row(f)}{Text(f, "field")}: {Text(f, "reason")} [{Text(f, "code")}]"));
            return string.Join(Environment.NewLine, lines);
        }
        catch (JsonException)
        {
            return $"{what} was refused: {problem}";
        }
    }

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static string Row(JsonElement fault) => fault.TryGetProperty("row", out var row) && row.ValueKind == JsonValueKind.Number ? $"row {row}, " : "";
}
