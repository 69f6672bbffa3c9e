// Makes participants.csv and assessments.csv from the raw file, in the form in which Outcomes takes them in:
//     dotnet run examples/state-anxiety/convert.cs tests/Outcomes.Oracle/cases/rci_sai_shop.csv examples/state-anxiety
// Run again, it makes the same bytes: the ids come from a fixed seed. A test holds the files to the raw one, cell by cell.
#:project ../../src/Outcomes.Domain
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

using Outcomes.Domain.Synthetic;

const string Instrument = "state-anxiety", Version = "1.0";
var (raw, folder) = (args[0], args[1]);

// The raw file holds no dates. The collection ended in 1999 (see SOURCE.md), so that year's last day stands in, the same for all.
var standIn = new DateTimeOffset(1999, 12, 31, 0, 0, 0, TimeSpan.Zero);
var rows = File.ReadLines(raw).Skip(1).Select(line => line.Split(',')).ToList();
var items = rows[0].Length - 2;

static string Pseudonym(string id) => $"P-{id.PadLeft(3, '0')}";
static string Timepoint(string time) => time switch { "1" => "pre", "2" => "post", _ => throw new FormatException($"time {time}") };
static void Write(string path, IEnumerable<string> lines) => File.WriteAllText(path, string.Join('\n', lines) + "\n");

var ids = new RandomStream(1999);
Write(Path.Combine(folder, "participants.csv"),
    rows.Select(row => row[1]).Distinct()
        .Select(id => $"{ids.Uuid7(standIn)},{Pseudonym(id)},pmc-laboratory,repeated,en,1999-12-31")
        .Prepend("id,pseudonym,school,arm,language,enrolled_on"));

Write(Path.Combine(folder, "assessments.csv"),
    rows.Select(row =>
            $"{ids.Uuid7(standIn)},{Pseudonym(row[1])},{Instrument},{Version},{Timepoint(row[0])},,1999-12-31T00:00:00Z,en,paper,{string.Join(',', row[2..])}")
        .Prepend("id,participant,instrument,version,timepoint,session,completed_utc,language,mode,"
            + string.Join(',', Enumerable.Range(1, items).Select(i => $"item_{i}"))));
