using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.CheckIns;
using Outcomes.Domain.Accounts;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Activities;

/// <summary>A short sound, uploaded by a steward and given by a therapist.</summary>
static partial class Listening
{
    /// <summary>A tone as a WAV file: 8,000 samples a second, one byte each.</summary>
    public static byte[] Wav(int seconds)
    {
        var samples = Enumerable.Range(0, 8000 * seconds).Select(i => (byte)(128 + 60 * Math.Sin(i * 2 * Math.PI * 440 / 8000))).ToArray();
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        foreach (var part in new object[] { "RIFF", 36 + samples.Length, "WAVEfmt ", 16, (short)1, (short)1, 8000, 8000, (short)1, (short)8, "data", samples.Length, samples })
            writer.Write(part switch { string text => Encoding.ASCII.GetBytes(text), int number => BitConverter.GetBytes(number), short number => BitConverter.GetBytes(number), _ => (byte[])part });
        return file.ToArray();
    }

    public static async Task<HttpResponseMessage> Upload(this FormClient steward, byte[] file, params (string Name, string Value)[] fields)
    {
        var page = await steward.Page($"/studies/{Id}/activities");
        var all = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = FormClient.TokenIn(page), ["id"] = IdIn().Match(page).Groups[1].Value, ["title"] = "Breathe slowly", ["language"] = "en", ["licence"] = "CC-BY-4.0", ["reference"] = "Made up, 2026", ["seconds"] = "",
        };
        foreach (var (name, value) in fields) all[name] = value;
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in all) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", "sound.bin");
        return await steward.Client.PostAsync($"/studies/{Id}/activities", form);
    }

    /// <summary>Gives the newest exercise to S1-001 from today on.</summary>
    /// <returns>The address for the student.</returns>
    public static async Task<string> Given(this RunningHost host, FormClient therapist, string participant = "S1-001")
    {
        var activity = host.Rows("SELECT id FROM activity ORDER BY uploaded_utc DESC LIMIT 1").Single();
        var sheet = await therapist.Send($"/studies/{Id}/assignments", $"/studies/{Id}/assignments", ("activity", activity), ("from", Day(0)), ("to", Day(7)), ("participants", participant));
        return Address().Match(await sheet.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    public static string Day(int later) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(later).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static Task<FormClient> Steward(this RunningHost host) => host.As(new RoleGrant(Role.Steward));

    public static Task<FormClient> Therapist(this RunningHost host, string school = "s1") => host.As(new RoleGrant(Role.Therapist, Id, School: school));

    /// <summary>Goes through the check-in before.</summary>
    /// <returns>The address of the play: <c>/c/…/…</c>.</returns>
    public static async Task<string> Begins(this FormClient student, string address)
    {
        var go = await student.Answers(address["/c/".Length..], ["5", "6", "7"]);
        var sound = await student.Post($"{go}/send", ("lang", ""));
        return sound.RequestMessage!.RequestUri!.AbsolutePath[..^"/sound".Length];
    }

    [GeneratedRegex("name=\"id\" value=\"([0-9a-f-]{36})\"")] private static partial Regex IdIn();
    [GeneratedRegex(@"http://[^/]+(/c/[0-9a-z]{26})<")] private static partial Regex Address();
}
