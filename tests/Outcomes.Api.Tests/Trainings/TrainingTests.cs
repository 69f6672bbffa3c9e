using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Api.Tests.Entry;
using Outcomes.Data.Trainings;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Trainings;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Trainings;

/// <summary>A study's training is loaded, taken page by page without a script, and seen by those who keep the study.</summary>
public sealed class TrainingTests
{
    const string Own = "/studies/small/training";

    static async Task<RunningHost> Started(int pass = 100)
    {
        var (host, _) = await SmallStudy.Started();
        Assert.Empty((await host.Services.GetRequiredService<TrainingStore>().Load(TrainingFile.Bytes(TrainingFile.Of(pass: pass)), Id, "test")).Faults);
        return host;
    }

    static async Task<string> Answer(FormClient person, int page, params (string, string)[] answers)
    {
        var html = await person.Page($"{Own}/pages/{page}{(answers.Any(a => a.Item1 == "again") ? "?again=1" : "")}");
        var attempt = Regex.Match(html, "name=\"attempt\" value=\"([0-9]+)\"").Groups[1].Value;
        var answer = await person.Post($"{Own}/pages/{page}", [("__RequestVerificationToken", FormClient.TokenIn(html)), ("attempt", attempt), .. answers]);
        return await answer.Content.ReadAsStringAsync();
    }

    static IReadOnlyList<string> Completions(RunningHost host) => Typist.Rows(host, "SELECT attempt || ': ' || right || ' of ' || questions || ', ' || passed FROM training_completion ORDER BY completed_utc, attempt");

    [Fact]
    public async Task An_educator_takes_it_page_by_page_is_told_why_and_can_take_it_again()
    {
        await using var host = await Started();
        using var educator = await Typist.Client(host, Role.Educator);
        Assert.Contains("0 of 3 pages read", await educator.Page(Own));
        Assert.Contains("What comes first?", await Answer(educator, 1));
        Assert.Contains("Choose an answer to this question", await Answer(educator, 2));
        var wrong = await Answer(educator, 2, ("answer.first", "names"));
        foreach (var said in new[] { "Not right:", "A list of names", "The sound", "Without sound there is no session." }) Assert.Contains(said, wrong);
        // The first answer is what counts.
        await educator.Send(Own + "/pages/3", Own + "/pages/2", ("attempt", "1"), ("answer.first", "sound"));
        Assert.Contains("Right:", await Answer(educator, 3, ("answer.upset", "stay")));
        Assert.Equal(["1: 1 of 2, 0"], Completions(host));
        Assert.Contains("not passed yet", await educator.Page(Own));

        await Answer(educator, 1, ("again", "1"));
        await Answer(educator, 2, ("answer.first", "sound"));
        await Answer(educator, 3, ("answer.upset", "stay"));
        Assert.Equal(["1: 1 of 2, 0", "2: 2 of 2, 1"], Completions(host));
        Assert.Contains("Passed on", await educator.Page(Own));
        Assert.Equal(2, Typist.Rows(host, "SELECT 1 FROM audit WHERE action = 'training_completed'").Count);
    }

    [Fact]
    public async Task Those_who_keep_the_study_see_who_has_taken_it_by_role_and_school_and_load_the_next()
    {
        await using var host = await Started(pass: 0);
        using var educator = await Typist.Client(host, Role.Educator);
        using var therapist = await Typist.Client(host);
        using var researcher = await host.As(new RoleGrant(Role.Researcher, Id));
        using var steward = await host.As(new RoleGrant(Role.Steward, Id));
        foreach (var page in Enumerable.Range(1, 3)) await Answer(educator, page, ("answer.first", "sound"), ("answer.upset", "stay"));
        var people = await researcher.Page("/studies/small/trainings");
        Assert.Matches("(?s)Educator</td>.*One.*passed, 2 of 2", people);
        Assert.Matches("(?s)Therapist</td>.*not yet", people);
        Assert.DoesNotContain("type=\"file\"", people);
        foreach (var stranger in new[] { educator, therapist }) Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get("/studies/small/trainings")).StatusCode);

        async Task<string> Load(JsonNode training)
        {
            using var form = new MultipartFormDataContent { { new StringContent(FormClient.TokenIn(await steward.Page("/studies/small/trainings"))), "__RequestVerificationToken" }, { new ByteArrayContent(TrainingFile.Bytes(training)), "file", "training.json" } };
            return await (await steward.Client.PostAsync("/studies/small/trainings", form)).Content.ReadAsStringAsync();
        }
        var changed = TrainingFile.Of(pass: 50);
        Assert.Contains("A changed definition needs a new version", await Load(changed));
        Assert.Contains("is loaded", await Load(TrainingFile.Of("2.0")));
        Assert.Contains("0 of 3 pages read", await educator.Page(Own));
        Assert.Contains("version 1.0", await researcher.Page("/studies/small/trainings"));
    }

    [Fact]
    public async Task Where_every_educator_of_a_school_was_trained_the_session_s_record_says_so_until_the_therapist_says_otherwise()
    {
        await using var host = await Started(pass: 0);
        using var therapist = await Typist.Client(host);
        var session = $"/studies/small/sessions/{Typist.Rows(host, "SELECT id FROM session")[0]}";
        Assert.DoesNotContain("educators of this school", await therapist.Page(session));
        using var educator = await Typist.Client(host, Role.Educator);
        Assert.Contains("By then 0 of the 1 educators", await therapist.Page(session));
        foreach (var page in Enumerable.Range(1, 3)) await Answer(educator, page, ("answer.first", "sound"), ("answer.upset", "stay"));
        // The session was in March, and the training is from today.
        Assert.Contains("By then 0 of the 1 educators", await therapist.Page(session));
        var later = SmallStudy.Session(NewId(), ["S1-001"]);
        later["start_utc"] = TimeProvider.System.GetUtcNow().AddMinutes(4).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        (await host.Send("sessions", Json(later))).EnsureSuccessStatusCode();
        var record = await therapist.Page($"/studies/small/sessions/{later["id"]!.GetValue<Guid>():D}");
        Assert.Contains("By then 1 of the 1 educators", record);
        Assert.Matches("(?s)aria-describedby=\"educator-hint\".*?<option value=\"yes\" selected", record);
    }

    [Fact]
    public async Task The_command_loads_a_file_and_names_every_fault_of_a_broken_one()
    {
        var (host, _) = await SmallStudy.Started();
        await using var _1 = host;
        var file = Path.Combine(host.DataDirectory, "training.json");
        var broken = TrainingFile.Of();
        broken["pages"]![1]!["questions"]![0]!["right"] = "none";
        broken["pages"]![2]!["title"]!.AsObject().Remove("es");
        broken["author"] = "Maria Lopez";
        await File.WriteAllBytesAsync(file, TrainingFile.Bytes(broken), TestContext.Current.CancellationToken);
        var refused = await RunProgram.Outcomes("training", "load", file, "--study", Id, "--data", host.DataDirectory);
        Assert.Equal(3, refused.ExitCode);
        foreach (var fault in new[] { "pages[1].questions[0].right: ", "pages[2].title.es: ", "author: " }) Assert.Contains(fault, refused.Errors);
        Assert.DoesNotContain("Maria", refused.Errors);
        await File.WriteAllBytesAsync(file, TrainingFile.Bytes(TrainingFile.Of()), TestContext.Current.CancellationToken);
        var loaded = await RunProgram.Outcomes("training", "load", file, "--study", Id, "--data", host.DataDirectory);
        Assert.Contains("Loaded: training 1.0 with 3 pages and 2 questions.", loaded.Output);
        Assert.Equal(3, (await RunProgram.Outcomes("training", "load", file, "--study", "no-such", "--data", host.DataDirectory)).ExitCode);
        File.Delete(file);
    }

    [Fact]
    public void A_file_with_too_much_too_little_or_the_same_twice_is_refused_with_each_fault()
    {
        var training = TrainingFile.Of();
        training["languages"] = new JsonArray("en", "es", "english");
        training["pass_percent"] = 101;
        training["pages"]![1]!["id"] = "welcome";
        training["pages"]![2]!["questions"]![0]!["choices"]!.AsArray().RemoveAt(1);
        training["pages"]![0]!["paragraphs"] = new JsonArray();
        Assert.Equal(["languages[2] bad_shape", "pages duplicate", "pages[0].paragraphs empty", "pages[2].questions[0].choices too_few", "pass_percent out_of_range"],
            TrainingReader.Read(TrainingFile.Bytes(training)).Faults.Select(f => $"{f.Field} {f.Code}").Order(StringComparer.Ordinal));
    }
}
