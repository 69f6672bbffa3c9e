using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Instruments;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Instruments;

/// <summary>What an owner has not allowed is not shown: not on a screen, not on paper, not by recording that it was.</summary>
public sealed class LicenceTests
{
    /// <summary>A study that is not synthetic, and takes the SDQ.</summary>
    static async Task<RunningHost> WithSdq(bool synthetic = false)
    {
        var host = await RunningHost.Start();
        var study = Definition();
        study["synthetic"] = synthetic;
        study["instruments"]!.AsArray().Add(new JsonObject { ["instrument"] = "sdq-self-11-17", ["version"] = "1.0", ["timepoints"] = new JsonArray("baseline") });
        (await host.PutStudy(study)).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        return host;
    }

    static JsonObject Sdq(string participant, string mode) => new()
    {
        ["id"] = NewId(), ["participant"] = participant, ["instrument"] = "sdq-self-11-17", ["version"] = "1.0", ["timepoint"] = "baseline",
        ["completed_utc"] = "2026-03-02T09:30:00Z", ["language"] = "en", ["mode"] = mode,
        ["answers"] = new JsonObject(Items("sdq-self-11-17").Select(item => KeyValuePair.Create(item, (JsonNode?)1))),
    };

    static AuthorisationStore Authorisations(RunningHost host) => host.Services.GetRequiredService<AuthorisationStore>();

    static Task<Checked> Load(RunningHost host, JsonObject file) => Read(host.Services.GetRequiredService<WordingStore>().Load(Encoding.UTF8.GetBytes(file.ToJsonString()), "test"));

    static async Task<Checked> Read(Task<Domain.Checked<InstrumentWording>> load) => (await load) is var read ? new(read.Value, [.. read.Faults.Select(f => $"{f.Field} {f.Code}")]) : null!;

    sealed record Checked(InstrumentWording? Value, List<string> Faults);

    [Fact]
    public async Task An_SDQ_from_a_screen_is_refused_and_one_from_paper_is_not()
    {
        await using var host = await WithSdq();
        var before = host.Dump();
        var screen = await host.Send("assessments", Json(Sdq("S1-001", "screen")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, screen.StatusCode);
        Assert.Equal(["1 mode licence_forbids_medium"], await screen.Faults());
        Assert.Equal(before, host.Dump());
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Json(Sdq("S1-001", "paper")))).StatusCode);
        var free = Stress("S1-001");
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Json(free))).StatusCode);
    }

    [Fact]
    public async Task A_leave_that_the_site_records_opens_the_gate_and_its_end_closes_it_again()
    {
        await using var host = await WithSdq();
        await Authorisations(host).Record("sdq-self-11-17", "1.0", Medium.Screen, "Letter of 1 March", "test");
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Json(Sdq("S1-001", "screen")))).StatusCode);
        Assert.True(await Authorisations(host).End("sdq-self-11-17", "1.0", Medium.Screen, "test"));
        Assert.Equal(["1 mode licence_forbids_medium"], await (await host.Send("assessments", Json(Sdq("S2-001", "screen")))).Faults());
        Assert.False(await Authorisations(host).End("sdq-self-11-17", "1.0", Medium.Screen, "test"));
        Assert.Contains("instrument_authorised", host.Dump());
        Assert.Contains("instrument_authorisation_ended", host.Dump());
    }

    [Fact]
    public async Task Of_a_synthetic_study_nobody_was_shown_a_screen_so_it_is_not_asked()
    {
        await using var host = await WithSdq(synthetic: true);
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Json(Sdq("S1-001", "screen")))).StatusCode);
    }

    [Fact]
    public async Task Words_are_refused_for_a_medium_that_the_licence_forbids_and_taken_for_the_other()
    {
        await using var host = await RunningHost.Start();
        var before = host.Dump();
        // Items 26 to 32 have other boxes than 1 to 25: the file's one group does not fit them.
        var file = WordingFile.Of("sdq-self-11-17");
        file["options"] = new JsonArray(Group(Items("sdq-self-11-17").Take(25), 3), Group(Items("sdq-self-11-17").Skip(25), 4));
        Assert.Equal(["media[0] licence_forbids_medium"], (await Load(host, file)).Faults);
        Assert.Equal(before, host.Dump());
        file["media"] = new JsonArray("paper");
        Assert.Empty((await Load(host, file)).Faults);

        var wording = host.Services.GetRequiredService<WordingStore>();
        var sdq = InstrumentCatalogue.BuiltIn.Find("sdq-self-11-17", "1.0")!;
        Assert.Equal("Made-up question 7", wording.Find(sdq, "en", Medium.Paper)!.Items["7"]);
        Assert.Null(wording.Find(sdq, "en", Medium.Screen));
        Assert.Null(wording.Find(sdq, "es", Medium.Paper));
    }

    static JsonObject Group(IEnumerable<string> items, int boxes) => new()
    {
        ["items"] = new JsonArray([.. items.Select(i => JsonValue.Create(i))]),
        ["labels"] = new JsonObject(Enumerable.Range(0, boxes).Select(v => KeyValuePair.Create($"{v}", (JsonNode?)$"box {v}"))),
    };

    [Fact]
    public async Task Words_are_not_shown_any_more_once_the_leave_has_ended()
    {
        await using var host = await RunningHost.Start();
        var wemwbs = InstrumentCatalogue.BuiltIn.Find("wemwbs", "1.0")!;
        await Authorisations(host).Record("wemwbs", "1.0", Medium.Screen, "Registration 17", "test");
        Assert.Empty((await Load(host, WordingFile.Of("wemwbs", "en", "screen"))).Faults);
        var wording = host.Services.GetRequiredService<WordingStore>();
        Assert.Equal("box 3", wording.Find(wemwbs, "en", Medium.Screen)!.Label("14", 3));
        await Authorisations(host).End("wemwbs", "1.0", Medium.Screen, "test");
        Assert.Null(wording.Find(wemwbs, "en", Medium.Screen));
    }

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "/items/3", null, "items.3 no_words" },
        { "/items/99", "\"One too many\"", "items.99 unknown_item" },
        { "/items/3", "\"\"", "items.3 empty" },
        { "/options/0/labels/2", null, "options[0].labels no_words" },
        { "/options/0/labels/9", "\"too many\"", "options[0].labels no_words" },
        { "/options/0/labels/often", "\"no value\"", "options[0].labels.often not_an_answer" },
        { "/options", null, "options.1 no_words" },
        { "/options/0/items/0", "\"99\"", "options.1 no_words|options[0].items[0] unknown_item" },
        { "/language", "\"English\"", "language bad_shape" },
        { "/media", "[]", "media missing_field" },
        { "/media/0", "\"radio\"", "media[0] not_listed" },
        { "/licence", null, "licence missing_field" },
        { "/attribution", "\" \"", "attribution empty" },
        { "/version", "\"9.9\"", "instrument unknown_instrument" },
        { "/author", "\"x\"", "author unknown_field" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_wording_file_is_refused_with_everything_that_is_wrong_with_it(string pointer, string? value, string faults)
    {
        await using var host = await RunningHost.Start();
        var file = WordingFile.Of("pss-4");
        var path = pointer.Split('/')[1..];
        JsonNode at = file;
        foreach (var step in path[..^1]) at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        if (value is null) at.AsObject().Remove(path[^1]);
        else if (at is JsonArray array) array[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else at[path[^1]] = JsonNode.Parse(value);
        var read = (await Load(host, file)).Faults;
        Assert.Equal(faults.Split('|'), pointer == "/options" ? read.Take(1) : read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_load_is_an_edition_and_the_same_file_again_is_none()
    {
        await using var host = await RunningHost.Start();
        var wording = host.Services.GetRequiredService<WordingStore>();
        var file = WordingFile.Of("pss-4");
        await Load(host, file);
        await Load(host, file);
        file["items"]!["1"] = "Another question";
        await Load(host, file);
        Assert.Equal([2, 1], wording.Editions("pss-4", "1.0").Select(e => e.Edition));
        Assert.Equal("Another question", wording.Find(InstrumentCatalogue.BuiltIn.Find("pss-4", "1.0")!, "en", Medium.Screen)!.Items["1"]);
    }

    [Fact]
    public async Task From_the_command_line_words_go_in_and_out_again_and_a_closed_gate_is_told()
    {
        var directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;
        try
        {
            await using (await LocalData(directory)) { }
            var file = Path.Combine(directory, "wemwbs.json");
            await File.WriteAllTextAsync(file, WordingFile.Of("wemwbs", "es").ToJsonString());
            var closed = await RunProgram.Outcomes("instrument", "wording", file, "--data", directory);
            Assert.Equal(3, closed.ExitCode);
            Assert.Contains("media[0]", closed.Errors);
            Assert.Contains("licence_forbids_medium", closed.Errors);
            foreach (var medium in new[] { "screen", "paper" })
                Assert.Equal(0, (await RunProgram.Outcomes("instrument", "authorise", "wemwbs", "1.0", "--medium", medium, "--reference", "Registration 17", "--data", directory)).ExitCode);
            var loaded = await RunProgram.Outcomes("instrument", "wording", file, "--data", directory);
            Assert.True(loaded.ExitCode == 0, loaded.Errors);
            var exported = await RunProgram.Outcomes("instrument", "export", "wemwbs", "1.0", "es", "--data", directory);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(exported.Output), WordingFile.Of("wemwbs", "es")));
            Assert.Equal(1, (await RunProgram.Outcomes("instrument", "export", "wemwbs", "1.0", "en", "--data", directory)).ExitCode);
            Assert.Contains("wemwbs 1.0  paper register (open)  screen register (open)", (await RunProgram.Outcomes("instrument", "list", "--data", directory)).Output);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    /// <summary>A directory that a running system has made, with the instruments in it.</summary>
    static async Task<Microsoft.AspNetCore.Builder.WebApplication> LocalData(string directory)
    {
        var app = OutcomesHost.Build(new HostSettings(directory) { RunJobs = false });
        await app.StartAsync();
        return app;
    }
}
