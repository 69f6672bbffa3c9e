using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Outcomes.Api.Access;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data.Access;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.Access.PermissionWorld;

namespace Outcomes.Api.Tests.Access;

/// <summary>
/// Every address of the running program, asked by every role, for what is its own, what is another school's or study's, and what does not
/// exist. The addresses come from the program; what each needs and names stands in <see cref="Doors"/>, what each role may do stands here,
/// both by hand, so that a slip in the program does not repeat itself.
/// </summary>
public sealed partial class PermissionTests
{
    static readonly Dictionary<Role, string[]> May = new()
    {
        [Role.Steward] = ["studies:write", "people:manage", "data:erase", "training:read", "released:read"],
        [Role.Researcher] = ["results:read", "data:read", "notes:read", "quality:read", "queries:write", "training:read", "released:read"],
        [Role.Therapist] = ["data:write", "participants:read", "consents:write", "rosters:use", "notes:write", "quality:read", "training:take", "released:read"],
        [Role.Educator] = ["participants:read", "notes:write", "observations:write", "training:take", "released:read"],
        [Role.BoardReader] = ["released:read"],
        [Role.Auditor] = ["audit:read"],
    };

    [Fact]
    public async Task Every_address_answers_every_role_as_the_table_says_for_own_foreign_and_missing_things()
    {
        await using var world = await PermissionWorld.Start();
        Assert.Empty(Doors.Unlisted(world.Host.App, Doors.All));
        var mismatches = await Mismatches(world, Doors.All, Enum.GetValues<Role>());
        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches));
    }

    [Fact]
    public async Task An_address_without_a_line_a_line_without_an_address_and_another_scope_are_found()
    {
        await using var host = await RunningHost.Start(map: app => app.MapGet("/studies/{study}/secrets", () => "all of them"));
        Assert.Equal(["GET /studies/{study}/secrets is new: add its line to Doors.cs, such as new(\"GET\", \"/studies/{study}/secrets\", \"nothing\", the thing it names besides its study)."],
            Doors.Unlisted(host.App, Doors.All));
        Assert.Contains("GET /studies/{study}/gone is no address of the program any more: take its line out of Doors.cs.", Doors.Gone(host.App, [.. Doors.All, new Door("GET", "/studies/{study}/gone", "data:read")]));
        Assert.Contains("GET /people needs people:manage in the program, and audit:read in Doors.cs.", Doors.Unlisted(host.App, [.. Doors.All, new Door("GET", "/people", "audit:read")]));
    }

    [Theory]
    [InlineData("", "Auditor GET /api/v1/studies/{study}/secrets/{school}: 200 for the own, and may not")]
    [InlineData("scope", "Therapist GET /api/v1/studies/{study}/secrets/{school}: another school's 200, missing 200")]
    [InlineData("scope school", null)]
    [InlineData("scope existing school", "Therapist GET /api/v1/studies/{study}/secrets/{school}: another school's 403, missing 404")]
    [InlineData("nobody", "Therapist GET /api/v1/studies/{study}/secrets/{school}: 404 for the own, and may")]
    public async Task A_guard_that_is_missing_is_found(string guards, string? found)
    {
        await using var world = await PermissionWorld.Start(app => app.MapGet("/api/v1/studies/{study}/secrets/{school}", (HttpContext http, string study, string school, ApiKeyStore keys) => Guarded(guards, http, study, school, keys)));
        var mismatches = await Mismatches(world, [new Door("GET", "/api/v1/studies/{study}/secrets/{school}", "participants:read", Things.School)], [Role.Therapist, Role.Auditor]);
        if (found is null) Assert.Empty(mismatches); else Assert.Contains(found, mismatches);
    }

    /// <summary>An address as it would be without one guard or another.</summary>
    static IResult Guarded(string guards, HttpContext http, string study, string school, ApiKeyStore keys)
    {
        var key = keys.Find(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
        if (guards == "nobody" || guards.Contains("school") && study != key.Study) return Results.NotFound();
        if (guards.Contains("scope") && !key.Scopes!.Contains("participants:read")) return Results.StatusCode(403);
        if (guards.Contains("existing") && school is "s2") return Results.StatusCode(403);
        return guards.Contains("school") && !key.Schools!.Contains(school) ? Results.NotFound() : Results.Text("a secret");
    }

    [Fact]
    public async Task The_table_in_the_documentation_is_the_programs_own()
    {
        var printed = await RunProgram.Outcomes("permissions");
        Assert.True(printed.ExitCode == 0, printed.Errors);
        Assert.Equal((await File.ReadAllTextAsync(Repository.PathOf("docs", "security", "permissions.md"))).ReplaceLineEndings("\n"), printed.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Without_sign_in_every_page_leads_to_it_and_the_api_to_a_key()
    {
        await using var host = await RunningHost.Start();
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        var there = PermissionTable.Of(host.App).Select(r => $"{r.Method} {r.Address}").ToHashSet();
        foreach (var door in Doors.All.Where(d => d.Needs != PermissionTable.Nothing && there.Contains(d.Name)))
        {
            var answer = await Ask(nobody, door, Own, door.Of?.Missing, token: null);
            var expected = door.Address.StartsWith("/api/", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect;
            Assert.True(answer.Status == expected, $"{door}: {(int)answer.Status}");
        }
    }

    static async Task<List<string>> Mismatches(PermissionWorld world, IReadOnlyList<Door> doors, IReadOnlyList<Role> roles)
    {
        var (mismatches, gone) = (new List<string>(), Doors.Gone(world.Host.App, doors));
        foreach (var role in roles)
        {
            using var seat = await world.Visitor(role, May[role]);
            foreach (var door in doors.Where(d => d.Needs != PermissionTable.Nothing && !gone.Any(g => g.StartsWith($"{d.Name} ", StringComparison.Ordinal))))
                mismatches.AddRange((await Mismatches(seat, door)).Select(m => $"{role} {door}: {m}"));
        }
        return mismatches;
    }

    static async Task<List<string>> Mismatches(Seat seat, Door door)
    {
        var found = new List<string>();
        var may = door.Needs == PermissionTable.SignedIn || May[seat.Role].Contains(door.Needs);
        var missing = await Ask(seat, door, Own, door.Of?.Missing);
        if (door.Of is { OfSchool: { } ofSchool } && seat.Limited) Same("another school's", await Ask(seat, door, Own, await ofSchool(seat)), missing);
        if (door.Of is { OfStudy: { } ofStudy }) Same("another study's", await Ask(seat, door, Own, await ofStudy(seat)), missing);
        if (door.Address.Contains("{study}", StringComparison.Ordinal))
        {
            var id = door.Of?.OfStudy is { } there ? await there(seat) : door.Of?.Missing;
            Same("in another study", await Ask(seat, door, Other, id), await Ask(seat, door, "no-such-study", id));
        }
        var own = await Ask(seat, door, Own, door.Of is null ? null : await door.Of.Own(seat));
        if (may == own.Shut || (int)own.Status >= 500) found.Add($"{(int)own.Status} for the own, and may{(may ? "" : " not")}");
        if (!may && door.Of is not null) Same("the own", own, missing);
        return found;

        void Same(string what, Answer answer, Answer other)
        {
            if (answer != other || (int)answer.Status < 400 && !answer.Shut) found.Add($"{what} {(int)answer.Status}, missing {(int)other.Status}{(answer.Status == other.Status && answer != other ? ", and other words" : "")}");
        }
    }

    /// <param name="Shut">Pages look like none to whoever may not see them, and lead to the sign-in whoever is not known; the API says which scope is missing.</param>
    sealed record Answer(HttpStatusCode Status, string Body, bool Shut);

    /// <remarks>A form is sent as from our own page where it names something, so that the thing itself is asked for; else without its token: it must not do its work.</remarks>
    static Task<Answer> Ask(Seat seat, Door door, string study, string? thing) =>
        Ask(door.Address.StartsWith("/api/", StringComparison.Ordinal) ? seat.Key : seat.Browser.Client, door, study, thing, door.Of is null ? null : seat.Token);

    static async Task<Answer> Ask(HttpClient client, Door door, string study, string? thing, string? token)
    {
        var address = Parameter().Replace(door.Address.Replace("{study}", study), m => m.Groups[1].Value switch { "audience" => "board", "format" => "json", "grain" => "participants", "version" => "1.0", "instrument" => door.Address.Contains("/observe/", StringComparison.Ordinal) ? Tests.Entry.Observing.Instrument : "pss-10", "timepoint" => "baseline", "language" => "en", _ => thing ?? "1" });
        using var request = new HttpRequestMessage(new HttpMethod(door.Method), address);
        if (token is not null) request.Headers.Add("RequestVerificationToken", token);   // where a script would say it
        if (door.Method != "GET")
            request.Content = door.Body is { } body ? SmallStudy.Json(body(thing!)) : address.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent("", Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token ?? "")]);
        using var answer = await client.SendAsync(request);
        var away = answer.Headers.Location?.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal) == true;
        return new(answer.StatusCode, Foot().Replace(await answer.Content.ReadAsStringAsync(), ""), away || answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound);
    }

    /// <summary>Of a page: the ways to it in other languages repeat the query that was asked for.</summary>
    [GeneratedRegex("<footer.*?</footer>", RegexOptions.Singleline)] private static partial Regex Foot();
    [GeneratedRegex(@"\{(\w+)[^}]*\}")] private static partial Regex Parameter();
}
