using System.Globalization;
using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Synthetic;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>The unbalanced trial of R/small.csv: seven schools of two arms, 42 people, gaps; each person was at one session.</summary>
static class SmallTrial
{
    public static (StudyDefinition Study, Snapshot Snapshot) Read()
    {
        var definition = SyntheticStudy.Create(new() { Seed = 1, Districts = 1, SchoolsPerDistrict = 7 }, InstrumentCatalogue.BuiltIn.All).Definition;
        definition["districts"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "elsewhere", ["title"] = "Elsewhere", ["schools"] = new JsonArray(new JsonObject { ["id"] = "school-99", ["title"] = "Nobody's school" }),
        });
        var plan = definition["plan"]!;
        plan["contrasts"] = new JsonArray(new JsonObject { ["arm"] = "live", ["comparator"] = "hybrid" });
        JsonObject Moderator(string id, string by, bool contrast) => contrast
            ? new() { ["id"] = id, ["by"] = by, ["outcome"] = "stress", ["arm"] = "live", ["comparator"] = "hybrid" } : new() { ["id"] = id, ["by"] = by, ["outcome"] = "stress" };
        plan["moderators"] = new JsonArray(Moderator("contrast-by-latency", "audio_latency", true), Moderator("change-by-latency", "audio_latency", false), Moderator("language", "language", true));
        var study = SyntheticData.Read(definition);
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Analyses", "R", "small.csv")).Skip(1).Select((line, i) => (Cells: line.Split(','), Index: i)).ToList();
        return (study, new("hash", 1, new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), SyntheticData.Instruments(study),
            [.. rows.Select(r => new Participant(Id(r.Index, 0), r.Cells[0], r.Cells[1], r.Cells[2], r.Cells[3], new(2026, 1, 5)))],
            [.. rows.Where(r => r.Cells[7].Length > 0).Select(r => Session(r.Index, r.Cells))],
            [.. rows.SelectMany(r => new[] { "baseline", "endpoint", "follow-up" }.Select((time, t) => Assessment(r.Index, r.Cells, time, t)))]));
    }

    static Session Session(int row, string[] cells) => new(Id(row, 1), cells[1], cells[2], 1, Delivery.Live, SessionStatus.Held, new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero), 40, true, [cells[0]], new(Number(cells[7]), null, null, null));

    static ScoredAssessment Assessment(int row, string[] cells, string timepoint, int t) => new(Id(row, 2 + t), cells[0], "pss-10", timepoint, null, new(2026, 1, 12, 8, 0, 0, TimeSpan.Zero),
        new Dictionary<string, Answer>(), [new("total", Number(cells[4 + t]), 10, 0, 0, false)]);

    static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    static Guid Id(int row, int kind) => new(row + 1, (short)kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
