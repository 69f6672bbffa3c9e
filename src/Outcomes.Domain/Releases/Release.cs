using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>The only way from a result to something that can be drawn.</summary>
public static class Release
{
    public static ReleasedResult For(Audience audience, AnalysisResult result) => new(audience, DisclosurePolicy.For(audience), result);
}
