using System.Text.Json.Nodes;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Sessions;

namespace Outcomes.Domain.Synthetic;

/// <summary>
/// A tele-music study that never took place: 24 schools of 3 districts, some 900 students, three arms, weekly sessions with check-ins,
/// course measures at baseline, endpoint and follow-up; drop-out and missing items. Teams rehearse their analysis with it, since here
/// the truth is known. The same settings give the same study on every machine; sequences are made while they are read.
/// </summary>
public sealed class SyntheticStudy
{
    public const string CheckInInstrument = "session-check-in";

    readonly SyntheticSettings _settings;
    readonly SyntheticAnswers _answers;
    readonly IReadOnlyList<SyntheticSchool> _schools;

    SyntheticStudy(SyntheticSettings settings, IReadOnlyList<InstrumentDefinition> course, InstrumentDefinition checkIn)
    {
        var forms = course.Select(instrument => new SyntheticForm(instrument, settings.Scales)).ToList();
        _settings = settings;
        _schools = SyntheticSchool.All(settings);
        _answers = new(settings, forms, checkIn);
        Definition = SyntheticStudyFile.Create(settings, _schools, course, checkIn);
        Truth = SyntheticTruth.Create(settings, forms);
    }

    /// <summary>The study's file, <c>study.json</c>.</summary>
    public JsonObject Definition { get; }

    /// <summary>What was put in: effects, intraclass correlation, mechanism of missing values.</summary>
    public JsonObject Truth { get; }

    public IEnumerable<Participant> Participants => _schools.SelectMany(school => Students(school).Select(Enrol));

    public IEnumerable<Consent> Consents => _schools.SelectMany(school => Students(school).SelectMany(student => SyntheticConsents.Of(_settings, student, Enrol(student))));

    public IEnumerable<Session> Sessions => _schools.SelectMany(school => SyntheticSessions.Of(_settings, school, Students(school)));

    /// <summary>School by school and student by student, each student's in the order of time.</summary>
    public IEnumerable<Assessment> Assessments => _schools.SelectMany(AssessmentsOf);

    /// <param name="instruments">Definitions of every instrument that the settings name, and of the session check-in; others are left aside.</param>
    /// <exception cref="ArgumentException">An instrument or a scale is missing, or the settings make no sense.</exception>
    public static SyntheticStudy Create(SyntheticSettings settings, IEnumerable<InstrumentDefinition> instruments)
    {
        if (settings.Districts < 1 || settings.SchoolsPerDistrict < 1 || settings.Districts * settings.SchoolsPerDistrict > 99)
            throw new ArgumentException("A synthetic study has 1 to 99 schools: a pseudonym holds the school's number in two digits.");
        if (settings.StudentsPerSchool is < 4 or > 700 || settings.Weeks is < 1 or > 40 || settings.FollowUpWeek <= settings.Weeks)
            throw new ArgumentException("A synthetic study has 4 to 700 students a school, 1 to 40 weeks, and its follow-up after them.");
        var byId = instruments.GroupBy(i => i.Id).ToDictionary(group => group.Key, group => group.First());
        InstrumentDefinition Find(string id) => byId.GetValueOrDefault(id)
            ?? throw new ArgumentException($"The synthetic study needs the instrument '{id}', which is not in the catalogue.");
        return new(settings, [.. settings.Scales.Select(s => s.Instrument).Distinct().Select(Find)], Find(CheckInInstrument));
    }

    IEnumerable<Assessment> AssessmentsOf(SyntheticSchool school)
    {
        var students = Students(school);
        var sessions = SyntheticSessions.Of(_settings, school, students).ToList();
        foreach (var student in students)
        {
            foreach (var assessment in _answers.Course(student, 0)) yield return assessment;
            foreach (var session in sessions.Where(s => s.Attendees.Contains(student.Pseudonym)))
                foreach (var assessment in _answers.AroundSession(student, session)) yield return assessment;
            foreach (var assessment in _answers.Course(student, 1).Concat(_answers.Course(student, 2))) yield return assessment;
        }
    }

    List<SyntheticStudent> Students(SyntheticSchool school) =>
        [.. Enumerable.Range(1, school.Students).Select(number => SyntheticStudent.Create(_settings, school, number))];

    Participant Enrol(SyntheticStudent student)
    {
        var random = new RandomStream(_settings.Seed, Streams.Enrolment, (ulong)student.School.Number, (ulong)student.Number);
        var day = _settings.Start.AddDays(-14 + random.Below(5));
        return new(random.Uuid7(SyntheticSessions.At(day, 8, 0)), student.Pseudonym, student.School.Id, student.School.Arm, student.Language, day);
    }
}
