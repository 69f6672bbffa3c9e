using System.Net;
using System.Net.Http.Headers;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.CheckIns;
using Outcomes.Domain.Activities;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Activities;

/// <summary>Recorded exercises: uploaded, given, listened to between two check-ins.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => (_host, _) = await CheckingIn.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_play_is_a_recorded_session_with_check_ins_before_and_after_and_the_seconds_that_were_played()
    {
        using var steward = await _host.Steward();
        (await steward.Upload(Listening.Wav(2))).EnsureSuccessStatusCode();
        Assert.Equal(["Breathe slowly|audio/wav|2.0"], _host.Rows("SELECT title, media_type, CAST(seconds AS TEXT) FROM activity"));
        using var therapist = await _host.Therapist();
        var address = await _host.Given(therapist);
        using var student = _host.Student();
        Assert.Contains("Breathe slowly", await student.Page(address));
        Assert.Equal("0", _host.Rows("SELECT COUNT(*) FROM session WHERE delivery = 'recorded'").Single());
        var play = await student.Begins(address);
        Assert.Equal(["recorded|held|s1|live|S1-001"], _host.Rows(
            "SELECT s.delivery, s.status, s.school, s.arm, p.pseudonym FROM session s JOIN session_attendee a ON a.session_id = s.id JOIN participant p ON p.id = a.participant_id WHERE s.delivery = 'recorded'"));
        var page = await student.Get($"{play}/sound");
        Assert.Contains("media-src 'self'", string.Join(' ', page.Headers.GetValues("Content-Security-Policy")));

        foreach (var parts in new[] { "0-1.25", "0-1.25", "1-1.5,0.5-0.75", "1.75-900" }) Assert.Equal(HttpStatusCode.NoContent, (await student.Post($"{play}/played", ("parts", parts))).StatusCode);
        Assert.Equal(["0-1.5,1.75-2|1.75"], _host.Rows("SELECT parts, CAST(seconds AS TEXT) FROM activity_play"));
        Assert.EndsWith(",1.75,2", (await _host.Client.GetStringAsync($"api/v1/studies/{Id}/dataset/plays.csv", TestContext.Current.CancellationToken)).Trim());
        foreach (var wrong in new[] { "a-b", "2-1", "1", "-1-2", "0-1e5", "0-NaN", string.Join(',', Enumerable.Range(0, 600).Select(i => $"{i}-{i}.5")) })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await student.Post($"{play}/played", ("parts", wrong))).StatusCode);

        var after = await student.Post($"{play}/after", ("lang", ""));
        var go = after.RequestMessage!.RequestUri!.AbsolutePath[..^2];
        foreach (var n in new[] { 1, 2, 3 }) await student.Post($"{go}/{n}", ("answer", "8"));
        Assert.Contains("nothing more to do here", await (await student.Post($"{go}/send", ("lang", ""))).Content.ReadAsStringAsync());
        Assert.Equal(["before", "after"], _host.Stored().Select(row => row.Split('|')[1]));
        Assert.Equal("1", _host.Rows("SELECT COUNT(DISTINCT session_id) FROM assessment").Single());
        var list = CheckingIn.Words(await therapist.Page($"/studies/{Id}/assignments"));
        Assert.Contains("88%", list);

        var again = await student.Begins(address);   // another time: another session
        Assert.NotEqual(play, again);
        Assert.Equal("2", _host.Rows("SELECT COUNT(*) FROM session WHERE delivery = 'recorded'").Single());
    }

    [Fact]
    public async Task The_sound_comes_in_ranges_and_by_its_link_alone()
    {
        using var steward = await _host.Steward();
        var wav = Listening.Wav(40);   // more than a piece of it
        (await steward.Upload(wav)).EnsureSuccessStatusCode();
        using var therapist = await _host.Therapist();
        var address = await _host.Given(therapist);
        using var student = _host.Student();
        var play = await student.Begins(address);
        using var ranged = new HttpRequestMessage(HttpMethod.Get, $"{play}/audio") { Headers = { Range = new RangeHeaderValue(262_100, 262_199) } };
        var part = await student.Client.SendAsync(ranged);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/wav"), (part.StatusCode, part.Content.Headers.ContentType!.MediaType));
        Assert.Equal(wav[262_100..262_200], await part.Content.ReadAsByteArrayAsync());
        Assert.True(part.Headers.CacheControl!.Private);
        Assert.Equal(wav, await (await student.Get($"{play}/audio")).Content.ReadAsByteArrayAsync());
        var others = await _host.Given(therapist, "S1-002");
        foreach (var wrong in new[] { $"{others}/{play.Split('/')[^1]}/audio", $"{address}/{NewId()}/audio", $"{address}/x/sound", $"{address}/{NewId()}/played" })
            Assert.NotEqual("audio/wav", (await student.Get(wrong)).Content.Headers.ContentType?.MediaType);

        Assert.Contains("withdrawn", await (await steward.Send($"/studies/{Id}/activities", $"/studies/{Id}/activities/{_host.Rows("SELECT id FROM activity").Single()}/withdraw")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await student.Get($"{play}/audio")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Get(address)).StatusCode);
        Assert.Equal("1", _host.Rows("SELECT COUNT(*) FROM activity_audio").Single());   // it was given: it stays
    }

    [Fact]
    public async Task What_is_no_sound_too_large_or_without_a_licence_is_refused_with_every_fault_and_stores_nothing()
    {
        using var steward = await _host.Steward();
        var before = _host.Dump();
        var refused = await steward.Upload("MZ this is a program"u8.ToArray(), ("title", ""), ("language", "tlh"), ("licence", "mine"), ("reference", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.All(["file", "title", "language", "licence", "reference"], field => Assert.Contains($"href=\"#{field}\"", page));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Upload([.. "ID3"u8, .. new byte[50]])).StatusCode);   // an MP3 does not say how long it is
        var large = new byte[AudioFile.MostBytes + 1];
        "ID3"u8.CopyTo(large);
        var tooLarge = await steward.Upload(large, ("seconds", "60"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLarge.StatusCode);
        Assert.Contains("larger than 20 megabytes", await tooLarge.Content.ReadAsStringAsync());
        Assert.Equal(before, _host.Dump());
        (await steward.Upload([.. "ID3"u8, .. new byte[50]], ("seconds", "60"))).EnsureSuccessStatusCode();
        await steward.Send($"/studies/{Id}/activities", $"/studies/{Id}/activities/{_host.Rows("SELECT id FROM activity").Single()}/withdraw");
        Assert.Equal("0", _host.Rows("SELECT COUNT(*) FROM activity_audio").Single());   // it was never given: it goes
    }

    [Fact]
    public async Task Another_schools_participant_is_given_nothing_and_a_link_opens_on_its_days_alone()
    {
        using var steward = await _host.Steward();
        (await steward.Upload(Listening.Wav(1))).EnsureSuccessStatusCode();
        using var therapist = await _host.Therapist();
        using var foreign = await _host.Therapist("s2");
        var before = _host.Dump();
        var activity = _host.Rows("SELECT id FROM activity").Single();
        Task<HttpResponseMessage> Give(FormClient who, string activity, string from, string to, string participant) =>
            who.Send($"/studies/{Id}/assignments", $"/studies/{Id}/assignments", ("activity", activity), ("from", from), ("to", to), ("participants", participant));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Give(foreign, activity, Listening.Day(0), Listening.Day(1), "S1-001")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Give(therapist, NewId().ToString("D"), Listening.Day(0), Listening.Day(1), "S1-001")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Give(therapist, activity, Listening.Day(-1), "soon", "")).StatusCode);
        Assert.Equal(before, _host.Dump());
        using var student = _host.Student();
        var address = await _host.Given(therapist);
        Assert.DoesNotContain("S1-001", await foreign.Page($"/studies/{Id}/assignments"));
        var link = _host.Rows("SELECT id FROM check_in_link").Single();
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Send($"/studies/{Id}/assignments", $"/studies/{Id}/check-ins/{link}/end")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await student.Get(address)).StatusCode);
        (await therapist.Send($"/studies/{Id}/assignments", $"/studies/{Id}/check-ins/{link}/end")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await student.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Give(therapist, activity, Listening.Day(1), Listening.Day(2), "S1-001")).StatusCode);
        Assert.Equal(["1"], _host.Rows("SELECT COUNT(*) FROM check_in_link WHERE ended_utc IS NULL AND opens_utc > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"));
    }

    [Theory]
    [InlineData("494433040000", "audio/mpeg")]
    [InlineData("FFFB9064", "audio/mpeg")]
    [InlineData("FFF15080", "audio/aac")]
    [InlineData("FFFFFFFF", null)]
    [InlineData("00000020667479704D344120", "audio/mp4")]
    [InlineData("000000206674797071742020", null)]
    [InlineData("4F676753000200000000000000004F70757348656164", "audio/ogg")]
    [InlineData("4F67675300020000000000000000", null)]
    [InlineData("524946460000000057415645", "audio/wav")]
    [InlineData("5249464600000000415649", null)]
    [InlineData("3C68746D6C3E", null)]
    [InlineData("", null)]
    public void A_file_is_what_its_first_bytes_say(string hex, string? type) => Assert.Equal(type, AudioFile.MediaType(Convert.FromHexString(hex)));
}
