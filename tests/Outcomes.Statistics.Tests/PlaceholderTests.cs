namespace Outcomes.Statistics.Tests;
public class PlaceholderTests { [Xunit.Fact] public void Builds() => Xunit.Assert.True(Outcomes_Marker.Yes); }
file static class Outcomes_Marker { public static bool Yes => true; }
