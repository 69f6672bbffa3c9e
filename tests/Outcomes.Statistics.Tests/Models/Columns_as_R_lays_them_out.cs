using Outcomes.Oracle;
using Outcomes.Statistics.Models;
using Xunit;

namespace Outcomes.Statistics.Tests.Models;

/// <summary>Formulas become columns as R's <c>model.matrix</c> makes them, and type III tests are asked as lmerTest asks them.</summary>
public sealed class Columns_as_R_lays_them_out : IDisposable
{
    readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("y ~ x*g + arm:x", "(Intercept) x gb gc x:gb x:gc x:armt")]
    [InlineData("y ~ g + g:x", "(Intercept) gb gc ga:x gb:x gc:x")]
    [InlineData("y ~ arm:x", "(Intercept) arms:x armt:x")]
    [InlineData("y ~ 0 + x + g:x", "x x:ga x:gb x:gc")]
    [InlineData("y ~ factor(dose) + `Pre score`", "(Intercept) factor(dose)2 factor(dose)10 `Pre score`")]
    [InlineData("`y` ~ x - 1 + (1 | `school id`)", "x")]
    public void The_columns_of_a_formula_are_those_of_R(string formula, string columns)
    {
        File.WriteAllText(_file, "\"y\",x,g,arm,dose,Pre score,school id\r\n1,1,a,s,1,3,p\r\n2,2.5,b,t,2,4,p\r\n3,3,\"c\",s,10,5,q\r\n");
        var (data, parsed) = (Table.Read(_file), Formula.Parse(formula));
        Assert.All(parsed.Variables, name => Assert.True(data.Has(name), name));
        var design = DesignMatrix.Of(parsed.Over(data, _ => null), data.Rows, parsed.Intercept);
        // R names the levels of factor(dose) in the order of numbers; ours follow the reference level in ordinal order.
        Assert.Equal(columns.Split(' ').Order(StringComparer.Ordinal), string.Join(' ', design.Names).Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Denominator_degrees_of_freedom_of_several_contrasts_are_those_of_differences_from_the_reference()
    {
        // From the REML optimum by Newton on the dense likelihood in R; anova(lmerTest::lmer(y ~ arm + (1 | cluster))), whose optimizer stops
        // early, has F = 1.2810698 on 2 and 6.04625. Asked as effects that sum to zero, they would be 6.0458670.
        int[] sizes = [2, 4, 3, 5, 2, 6, 3, 2, 4];
        double[] y =
        [
            8.1, 8.3, 9.7, 8.5, 9.8, 8.9, 7.7, 7.5, 8.6, 7.4, 7.3, 7.3, 7.9, 7.5, 12.1, 11.8, 8.6, 8.4, 7.8, 8.4, 7.6, 7.5, 11, 12.7, 10.4,
            10.1, 11.4, 9.7, 11.5, 9.3, 9.6,
        ];
        int[] cluster = [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g + 1, size))];
        string[] arm = [.. cluster.Select(g => "xyz"[g % 3].ToString())];
        var design = DesignMatrix.Of([new(Factor.Of("arm", arm))], y.Length);
        var (_, test) = Assert.Single(MixedModel.RandomIntercept(design, y, Clusters.FromLabels(cluster)).TypeThree());
        Assert.Equal(1.28106982092281, test.F, 1e-9);
        Assert.Equal(6.04570737966207, test.Df2, 1e-9);
    }
}
