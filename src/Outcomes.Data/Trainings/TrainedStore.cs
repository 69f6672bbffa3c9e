using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;

namespace Outcomes.Data.Trainings;

/// <summary>Somebody who is to take the training, and what came of it.</summary>
/// <param name="School">Null: every school of the study, or of a district.</param>
/// <param name="Completed">Of the best attempt; null: not yet.</param>
public sealed record TrainedPerson(string Name, Role Role, string? District, string? School, TrainingCompletion? Completed);

/// <summary>Educators of one school, and how many of them had passed the training by some moment.</summary>
public sealed record TrainedEducators(int Educators, int Trained);

/// <summary>Who has taken the training: of staff, by the roles that they have in the study.</summary>
public sealed class TrainedStore(Database database)
{
    /// <summary>A role given in this study, or in every study.</summary>
    const string Staff = "FROM account_role r JOIN account a ON a.id = r.account_id WHERE r.ended_utc IS NULL AND r.role IN ('educator', 'therapist') AND (r.study_id IS NULL OR r.study_id = @study)";

    /// <summary>Educators and therapists with a role in the study, by role and school.</summary>
    public IReadOnlyList<TrainedPerson> All(Actor actor, string study) => !actor.MaySee(study) ? [] : database.Read(c =>
    {
        var completions = c.Query<(string Account, string Version, long Attempt, long Right, long Questions, long Passed, string CompletedUtc)>(
            "SELECT account, version, attempt, right, questions, passed, completed_utc FROM training_completion WHERE study_id = @study ORDER BY passed DESC, completed_utc DESC", new { study })
            .ToLookup(r => r.Account, r => new TrainingCompletion(r.Version, r.Attempt, r.Right, r.Questions, r.Passed == 1, r.CompletedUtc));
        return c.Query<(string Account, string Name, string Role, string? District, string? School)>($"SELECT DISTINCT a.id, a.sign_in_name, r.role, r.district, r.school {Staff} ORDER BY r.role, r.district, r.school, a.sign_in_name", new { study })
            .Select(r => new TrainedPerson(r.Name, EnumNames<Role>.TryRead(r.Role, out var role) ? role : throw new InvalidDataException("The stored data hold an unknown role."), r.District, r.School, completions[r.Account].FirstOrDefault())).ToList();
    });

    /// <summary>Of the school's educators, how many had passed by then.</summary>
    /// <param name="district">Of the school: a role can be given for a district.</param>
    public TrainedEducators Educators(string study, string school, string? district, DateTimeOffset by) => database.Read(c => c.QuerySingle<(long Educators, long Trained)>(
        $"""
        SELECT COUNT(DISTINCT a.id), COUNT(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM training_completion t WHERE t.study_id = @study AND t.account = a.id AND t.passed = 1 AND t.completed_utc <= @by) THEN a.id END)
        {Staff} AND r.role = 'educator' AND (r.school = @school OR r.school IS NULL AND (r.district IS NULL OR r.district = @district))
        """, new { study, school, district, by = Utc.Text(by) })) is var (educators, trained) ? new((int)educators, (int)trained) : new(0, 0);
}
