using System.Text;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Synthetic;
using Xunit;

namespace Outcomes.Domain.Tests.Synthetic;

/// <summary>The synthetic study as it comes out of the box.</summary>
public sealed class SyntheticStudyTests
{
    static readonly SyntheticStudy Study = SyntheticStudy.Create(new() { Seed = 2024 }, InstrumentCatalogue.BuiltIn.All);
    static readonly List<Participant> Participants = [.. Study.Participants];
    static readonly List<Session> Sessions = [.. Study.Sessions];

    [Fact]
    public void Some_900_students_of_24_schools_in_3_districts_are_in_three_arms()
    {
        Assert.InRange(Participants.Count, 800, 1000);
        Assert.Equal(24, Participants.Select(p => p.School).Distinct().Count());
        Assert.Equal(3, Study.Definition["districts"]!.AsArray().Count);
        Assert.Equal(["hybrid", "live", "waiting-list"], Participants.Select(p => p.Arm).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["ar", "en", "es", "zh-Hans"], Participants.Select(p => p.Language).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_file_is_read_without_a_fault_and_says_that_it_is_synthetic_and_randomized_by_school()
    {
        var read = StudyReader.Read(Encoding.UTF8.GetBytes(Study.Definition.ToJsonString()), InstrumentCatalogue.BuiltIn.Find);
        Assert.Empty(read.Faults);
        Assert.True(read.Value!.Synthetic);
        Assert.StartsWith("SYNTHETIC", read.Value.DataSource, StringComparison.Ordinal);
        Assert.Equal(new Allocation(AllocationUnit.School, Randomized: true), read.Value.Allocation);
        Assert.Equal(2, read.Value.Plan.Contrasts.Count);
        Assert.Equal(3, read.Value.Plan.Outcomes.Count(o => o.Estimand == Estimand.SessionChange));
    }

    [Fact]
    public void Whole_schools_are_given_an_arm_eight_each_and_two_or_three_of_each_in_every_district()
    {
        var armOf = Participants.GroupBy(p => p.School).ToDictionary(g => g.Key, g => Assert.Single(g.Select(p => p.Arm).Distinct()));
        Assert.All(armOf.Values.CountBy(arm => arm), arm => Assert.Equal(8, arm.Value));
        foreach (var district in Study.Definition["districts"]!.AsArray())
        {
            var arms = district!["schools"]!.AsArray().Select(s => armOf[(string)s!["id"]!]).CountBy(arm => arm).ToDictionary();
            Assert.Equal(3, arms.Count);
            Assert.All(arms.Values, schools => Assert.InRange(schools, 2, 3));
        }
    }

    [Fact]
    public void Sessions_are_weekly_for_the_arms_that_have_them_and_quality_is_measured_where_they_are_live()
    {
        Assert.DoesNotContain(Sessions, s => s.Arm == "waiting-list");
        Assert.Equal(Enumerable.Range(1, 8), Sessions.Select(s => s.Week).Distinct().Order());
        Assert.Contains(Sessions, s => s.Status == SessionStatus.Missed);
        Assert.All(Sessions, s => Assert.Equal(s.Status == SessionStatus.Held && s.Delivery == Delivery.Live, s.Transmission is not null));
        Assert.All(Sessions.Where(s => s.Status == SessionStatus.Missed), s => Assert.Empty(s.Attendees));
        var armOf = Participants.ToDictionary(p => p.Pseudonym, p => (p.School, p.Arm));
        Assert.All(Sessions, s => Assert.All(s.Attendees, who => Assert.Equal((s.School, s.Arm), armOf[who])));
    }

    [Fact]
    public void Every_answer_is_one_that_its_instrument_allows_and_nobody_answers_the_same_form_twice()
    {
        var attended = Sessions.SelectMany(s => s.Attendees.Select(who => (s.Id, who))).ToHashSet();
        var seen = new HashSet<(string, string, string, Guid?)>();
        foreach (var assessment in Study.Assessments)
        {
            var instrument = InstrumentCatalogue.BuiltIn.Find(assessment.Instrument, assessment.Version)!;
            Assert.Empty(AnswerRules.Check(instrument, assessment.Answers));
            Assert.True(seen.Add((assessment.Participant, assessment.Instrument, assessment.Timepoint, assessment.Session)));
            Assert.True(assessment.Session is not { } session || attended.Contains((session, assessment.Participant)));
        }
        Assert.InRange(seen.Count, 10_000, 25_000);
    }

    [Fact]
    public void Ids_are_UUIDs_of_version_7_all_different_and_hold_the_time_of_their_row()
    {
        var ids = Study.Assessments.Select(a => (a.Id, At: a.CompletedUtc)).Concat(Sessions.Select(s => (s.Id, At: s.StartUtc))).ToList();
        Assert.Equal(ids.Count, ids.Select(i => i.Id).Concat(Participants.Select(p => p.Id)).Distinct().Count() - Participants.Count);
        Assert.All(ids, i =>
        {
            Assert.Equal(7, i.Id.Version);
            Assert.Equal(i.At.ToUnixTimeMilliseconds(), Convert.ToInt64(i.Id.ToString("N")[..12], 16));
        });
        Assert.All(Participants, p => Assert.True(PseudonymRules.IsValid(p.Pseudonym)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_study_however_many_make_it_at_once_and_another_seed_another()
    {
        static string[] Make(ulong seed) => [.. SyntheticStudy.Create(new() { Seed = seed, SchoolsPerDistrict = 3, StudentsPerSchool = 12 }, InstrumentCatalogue.BuiltIn.All)
            .Assessments.Select(a => $"{a.Id} {a.Participant} {string.Join(' ', a.Answers.Select(x => AnswerText.Write(x.Value)))}")];
        var studies = new string[8][];
        Parallel.For(0, 8, i => studies[i] = Make(5));
        Assert.All(studies, study => Assert.Equal(studies[0], study));
        Assert.Empty(studies[0].Intersect(Make(6)));
    }

    [Theory]
    [InlineData(0, 8, 38, 8, 20)]
    [InlineData(3, 40, 38, 8, 20)]
    [InlineData(3, 8, 2, 8, 20)]
    [InlineData(3, 8, 38, 8, 8)]
    public void Settings_that_make_no_sense_are_refused(int districts, int schools, int students, int weeks, int followUp) =>
        Assert.Throws<ArgumentException>(() => SyntheticStudy.Create(
            new() { Seed = 1, Districts = districts, SchoolsPerDistrict = schools, StudentsPerSchool = students, Weeks = weeks, FollowUpWeek = followUp },
            InstrumentCatalogue.BuiltIn.All));

    [Fact]
    public void An_instrument_that_is_not_there_is_named() => Assert.Contains("pss-10",
        Assert.Throws<ArgumentException>(() => SyntheticStudy.Create(new() { Seed = 1 }, [])).Message, StringComparison.Ordinal);
}
