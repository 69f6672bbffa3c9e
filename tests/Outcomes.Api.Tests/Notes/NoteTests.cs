using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Sealing;
using Outcomes.Data.Accounts;
using Outcomes.Data.Notes;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Sealing;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Notes;

/// <summary>What the server can check of a note that it cannot read.</summary>
public sealed class NoteTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    static readonly (byte[] Private, byte[] Public) Key = Hpke.Generate();

    [Fact]
    public async Task A_note_is_stored_once_however_often_it_is_sent_and_no_other_takes_its_id()
    {
        using var therapist = await Therapist();
        var note = await Note();
        foreach (var _ in new[] { 1, 2 }) Assert.Equal(HttpStatusCode.OK, (await Post(therapist, note)).StatusCode);
        Assert.Equal(["content_differs"], await Codes(therapist, note, n => n["kind"] = "adaptation"));
        Assert.Equal(1, study.Host.Dump().Split('\n').Count(line => line.StartsWith($"{note["id"]!.GetValue<Guid>():D}|", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_not_sealed_or_not_of_the_study_or_of_another_school_is_refused_with_its_code()
    {
        using var therapist = await Therapist();
        var note = await Note();
        foreach (var (alter, code) in new (Action<JsonObject>, string)[]
        {
            (n => n["sealed"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Maya was calm today. ", 40)))[..(81 + 256)]), "not_sealed"),
            (n => n["sealed"] = Base64Url.EncodeToString([4, .. new byte[80 + 256]]), "not_sealed"),   // no point of the curve
            (n => n["sealed"] = Base64Url.EncodeToString(Sealed(255)), "not_sealed"),                  // not padded
            (n => n["sealed"] = "Maya was calm today.", "not_sealed"),
            (n => n["sealed"] = Base64Url.EncodeToString(Sealed(129 * 256)), "note_too_long"),
            (n => n["key"] = "00112233445566778899aabbccddeeff", "key_of_another_study"),
            (n => n["subject"] = "participant:S2-001", "subject_unknown"),
            (n => n["subject"] = "participant:nobody", "subject_unknown"),
            (n => n["subject"] = "session:" + NewId(), "subject_unknown"),
            (n => n["subject"] = "Maya", "subject_unknown"),
            (n => n["kind"] = "diary", "kind_unknown"),
            (n => n["id"] = "00000000-0000-4000-8000-000000000000", "bad_id"),
            (n => n["text"] = "readable", "wrong_shape"),
        })
            Assert.Equal([code], await Codes(therapist, note, alter));
        Assert.Equal(["bad_id", "kind_unknown"], await Codes(therapist, note, n => (n["id"], n["kind"]) = ("x", "x")));
        foreach (var subject in new[] { "study", "participant:S1-001", $"session:{study.Session:D}" })
            Assert.Equal(HttpStatusCode.OK, (await Post(therapist, Altered(await Note(), n => n["subject"] = subject))).StatusCode);
    }

    [Fact]
    public async Task A_note_leaves_only_after_the_chain_says_who_opened_it_and_never_for_another_study()
    {
        using var therapist = await Therapist();
        using var researcher = await Browser(new RoleGrant(Role.Researcher, Id));
        var note = await Note();
        await Post(therapist, note);
        var token = FormClient.TokenIn(await researcher.Page($"/studies/{Id}/notes"));
        var opened = await Send(researcher, $"/studies/{Id}/notes/open", token, new JsonObject { ["ids"] = new JsonArray(note["id"]!.DeepClone(), NewId().ToString()) });
        Assert.Equal(note["sealed"]!.ToString(), (await opened.Body())["notes"]!.AsArray().Single()!["sealed"]!.ToString());
        Assert.Contains("notes_opened", study.Host.Dump());
        Assert.Equal(HttpStatusCode.NotFound, (await Send(researcher, "/studies/another/notes/open", token, new JsonObject { ["ids"] = new JsonArray(note["id"]!.DeepClone()) })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(researcher, $"/studies/{Id}/notes/open", "none", new JsonObject { ["ids"] = new JsonArray() })).StatusCode);
        Assert.Equal(["notes_count"], await Codes(await Send(researcher, $"/studies/{Id}/notes/open", token, new JsonObject { ["ids"] = new JsonArray() })));
    }

    [Fact]
    public async Task A_therapist_sees_the_own_schools_participants_to_write_about_and_nobody_reads_what_was_written()
    {
        using var therapist = await Therapist();
        await Note();
        var page = await therapist.Page($"/studies/{Id}/notes/new");
        Assert.Contains("S1-001", page);
        Assert.DoesNotContain("S2-001", page);
        foreach (var address in new[] { $"/studies/{Id}/notes", $"/studies/{Id}/notes/key", $"/studies/{Id}/notes/key/state" })
            Assert.Equal(HttpStatusCode.NotFound, (await therapist.Get(address)).StatusCode);
    }

    Task<FormClient> Therapist() => Browser(new RoleGrant(Role.Therapist, Id, School: "s1"));

    async Task<FormClient> Browser(RoleGrant role)
    {
        var link = $"/invitations/{await study.Host.Services.GetRequiredService<InvitationStore>().Invite([role], TimeSpan.FromDays(1), "test")}";
        var browser = new FormClient(study.Host.Address);
        (await browser.Send(link, link, ("name", $"Person {NewId()}"), ("password", "seven quiet rivers at noon"))).EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>To the study's key, which the first test makes.</summary>
    async Task<JsonObject> Note()
    {
        var keys = study.Host.Services.GetRequiredService<StudyKeyStore>();
        await keys.Make(Actor.OnThisMachine("test"), Id, 1, PublicKey.Of(Key.Public)!, new Dictionary<string, byte[]>());
        return new() { ["id"] = NewId(), ["key"] = PublicKey.Of(Key.Public)!.Id, ["kind"] = "session_note", ["subject"] = "study", ["sealed"] = Base64Url.EncodeToString(Sealed(256)) };
    }

    static byte[] Sealed(int length) => Hpke.Seal(Key.Public, [], [], new byte[length]);

    static JsonObject Altered(JsonObject note, Action<JsonObject> alter)
    {
        var other = (JsonObject)note.DeepClone();
        alter(other);
        return other;
    }

    static async Task<HttpResponseMessage> Post(FormClient browser, JsonObject note) => await Send(browser, $"/studies/{Id}/notes", FormClient.TokenIn(await browser.Page($"/studies/{Id}/notes/new")), note);

    static async Task<List<string>> Codes(FormClient browser, JsonObject note, Action<JsonObject> alter) => await Codes(await Post(browser, Altered(note, alter)));

    static async Task<List<string>> Codes(HttpResponseMessage answer) => [.. (await answer.Body())["faults"]!.AsArray().Select(f => f!["code"]!.ToString())];

    static async Task<HttpResponseMessage> Send(FormClient browser, string address, string token, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("RequestVerificationToken", token);
        return await browser.Client.SendAsync(request);
    }
}
