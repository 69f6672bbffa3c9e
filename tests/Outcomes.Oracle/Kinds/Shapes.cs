using System.Text.Json;
using Outcomes.Statistics;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Oracle.Kinds;

/// <summary>Shapes that several kinds have in common.</summary>
static class Shapes
{
    /// <summary>The columns of the data that the case lists under one of these names; all columns if it lists none that exist.</summary>
    public static string[] Listed(Case @case, params string[] names)
    {
        foreach (var name in names)
        {
            if (@case.Columns.ValueKind != JsonValueKind.Object || !@case.Columns.TryGetProperty(name, out var list)) continue;
            if (list.ValueKind != JsonValueKind.Array) continue;
            var columns = list.EnumerateArray().Select(one => one.ToString()).ToArray();
            if (columns.All(@case.Data.Has)) return columns;
        }
        return @case.Data.Names;
    }

    /// <summary>Columns of numbers as a matrix, NaN where a cell is empty.</summary>
    public static Matrix Matrix(Table data, string[] columns)
    {
        var matrix = new Matrix(data.Rows, columns.Length);
        for (var j = 0; j < columns.Length; j++)
        {
            var values = data.Numbers(columns[j]);
            for (var i = 0; i < values.Length; i++) matrix[i, j] = values[i];
        }
        return matrix;
    }

    /// <summary>Two limits, or two missing numbers where there is no interval.</summary>
    public static object Limits(Interval? interval) => interval is { } exists ? exists : new double[] { double.NaN, double.NaN };
}
