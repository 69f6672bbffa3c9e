using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Domain.Tests.Access;

/// <summary>What someone's roles come to: each scope where it was given, and nowhere else.</summary>
public sealed class ActorTests
{
    static Actor As(Role role, string? study = "small", params string[] schools) =>
        new Actor("someone", Permissions.Of(role), study).Within(schools.Length == 0 ? null : schools.ToHashSet());

    static Actor Together(params Actor[] rights) => Actor.Together(rights, "small")!;

    [Fact]
    public void A_board_reader_of_the_study_who_is_therapist_of_one_school_writes_that_schools_data_alone()
    {
        var both = Together(As(Role.BoardReader), As(Role.Therapist, "small", "s1"));
        Assert.True(both.MayEverywhere(Scopes.ReadReleased));
        Assert.Equal(["s1"], both.SchoolsFor(Scopes.WriteData)!);
        Assert.True(both.May(Scopes.WriteData, "s1"));
        Assert.False(both.May(Scopes.WriteData, "s2"));
        Assert.False(both.MayEverywhere(Scopes.WriteData));
    }

    [Fact]
    public void Behind_a_guard_the_schools_are_those_of_the_scope_that_it_asked_for()
    {
        var both = Together(As(Role.BoardReader), As(Role.Therapist, "small", "s1"), As(Role.Educator, "small", "s2"));
        Assert.Null(both.For(Scopes.ReadReleased).Schools);
        Assert.Equal(["s1"], both.For(Scopes.WriteData).Schools!);
        Assert.Equal(["s1", "s2"], both.For(Scopes.ReadParticipants).Schools!.Order());
        Assert.Equal(["s1"], both.For(Scopes.ReadReleased).For(Scopes.WriteData).Schools!);
        Assert.Empty(both.For(Scopes.ReadData).Schools!);
    }

    [Fact]
    public void Before_a_guard_only_what_all_scopes_share_is_open()
    {
        Assert.Equal(["s1"], Together(As(Role.BoardReader), As(Role.Therapist, "small", "s1")).Schools!);
        Assert.Empty(Together(As(Role.Therapist, "small", "s1"), As(Role.BoardReader, "small", "s2")).Schools!.Except(["s1"]));
        Assert.Null(Together(As(Role.Researcher)).Schools);
    }

    [Fact]
    public void What_is_only_of_a_whole_study_cannot_be_had_for_some_schools()
    {
        Assert.Equal([Scopes.ReadQuality, Scopes.WriteQueries, Scopes.ReadReleased], As(Role.Researcher, "small", "s1").Scopes.Order(StringComparer.Ordinal));
        Assert.Equal([Scopes.ReadReleased], As(Role.Steward, "small", "s1").Scopes);
        Assert.Empty(As(Role.Auditor, "small", "s1").Scopes);
        Assert.Equal(Permissions.Of(Role.Therapist).Order(), As(Role.Therapist, "small", "s1").Scopes.Order());
    }

    [Fact]
    public void Rights_in_another_study_count_for_nothing_here_and_those_in_every_study_count()
    {
        Assert.Null(Actor.Together([As(Role.Steward, "another")], "small"));
        var both = Together(As(Role.Therapist, "another"), As(Role.BoardReader, null));
        Assert.Equal([Scopes.ReadReleased], both.Scopes);
        Assert.Equal("small", both.Study);
    }

    [Fact]
    public void Every_scope_is_either_of_schools_or_of_whole_studies() => Assert.Equal(
        [Scopes.WriteConsents, Scopes.WriteData, Scopes.WriteNotes, Scopes.WriteObservations, Scopes.ReadParticipants, Scopes.ReadQuality, Scopes.WriteQueries, Scopes.ReadReleased, Scopes.UseRosters, Scopes.TakeTraining], Scopes.All.Except(Scopes.OfWholeStudies).Order(StringComparer.Ordinal));
}
