namespace Outcomes.Domain.Tests.Releases;

/// <summary>
/// Least and greatest values of the variables of a linear system A x = b, x ≥ 0, by the two-phase simplex method on a dense tableau.
/// Bland's rule (1977, doi:10.1287/moor.2.2.103) keeps it from going round in circles.
/// </summary>
/// <remarks>The coefficients here are −1, 0 and 1 and the systems small, so plain doubles stay exact to far below one half.</remarks>
sealed class LinearProgram
{
    const double Tiny = 1e-7;

    readonly int _variables;
    readonly double[][] _rows;   // each: coefficients of variables and artificials, then the right-hand side
    readonly int[] _basis;
    int _count;

    /// <exception cref="InvalidOperationException">No x fulfils the system.</exception>
    public LinearProgram(IReadOnlyList<double[]> coefficients, IReadOnlyList<double> right, int variables)
    {
        (_variables, _count) = (variables, coefficients.Count);
        var width = variables + _count + 1;
        _rows = new double[_count][];
        _basis = new int[_count];
        for (var i = 0; i < _count; i++)
        {
            var sign = right[i] < 0 ? -1 : 1;
            _rows[i] = new double[width];
            for (var j = 0; j < variables; j++) _rows[i][j] = sign * coefficients[i][j];
            _rows[i][variables + i] = 1;
            _rows[i][^1] = sign * right[i];
            _basis[i] = variables + i;
        }
        FindStart();
    }

    /// <summary>Greatest value of variable <paramref name="j"/>, infinite where nothing bounds it. <see cref="Solution"/> then attains it.</summary>
    public double Max(int j) => Climb(j, 1);

    public double Min(int j) => -Climb(j, -1);

    /// <summary>Values of all variables at the last optimum: one way in which the data may be.</summary>
    public double[] Solution()
    {
        var x = new double[_variables];
        for (var i = 0; i < _count; i++) x[_basis[i]] = _rows[i][^1];
        return x;
    }

    void FindStart()
    {
        var gain = new double[_rows.Length == 0 ? 1 : _rows[0].Length];
        for (var i = 0; i < _count; i++)
            for (var j = 0; j < gain.Length; j++)
                if (j < _variables || j == gain.Length - 1) gain[j] += _rows[i][j];
        Optimize(gain);
        if (Math.Abs(gain[^1]) > Tiny) throw new InvalidOperationException("The system has no solution.");
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_basis[i] < _variables) continue;
            var j = Array.FindIndex(_rows[i], 0, _variables, c => Math.Abs(c) > Tiny);
            if (j >= 0) Pivot(i, j, null); else DropRow(i);
        }
        for (var i = 0; i < _count; i++) _rows[i] = [.. _rows[i].AsSpan(0, _variables), _rows[i][^1]];
    }

    double Climb(int variable, double sign)
    {
        var gain = new double[_variables + 1];
        gain[variable] = sign;
        for (var i = 0; i < _count; i++)
            if (_basis[i] == variable) Subtract(gain, _rows[i], sign);
        return Optimize(gain) ? -gain[^1] : double.PositiveInfinity;
    }

    /// <returns>False when the objective grows without end.</returns>
    bool Optimize(double[] gain)
    {
        while (true)
        {
            var enter = Array.FindIndex(gain, 0, _variables, g => g > Tiny);
            if (enter < 0) return true;
            var leave = -1;
            var least = double.PositiveInfinity;
            for (var i = 0; i < _count; i++)
            {
                if (_rows[i][enter] <= Tiny) continue;
                var ratio = _rows[i][^1] / _rows[i][enter];
                if (ratio < least - Tiny || (ratio < least + Tiny && _basis[i] < _basis[leave])) (least, leave) = (ratio, i);
            }
            if (leave < 0) return false;
            Pivot(leave, enter, gain);
        }
    }

    void Pivot(int row, int column, double[]? gain)
    {
        var pivot = _rows[row];
        var by = pivot[column];
        for (var j = 0; j < pivot.Length; j++) pivot[j] /= by;
        for (var i = 0; i < _count; i++)
            if (i != row && _rows[i][column] != 0) Subtract(_rows[i], pivot, _rows[i][column]);
        if (gain is not null && gain[column] != 0) Subtract(gain, pivot, gain[column]);
        _basis[row] = column;
    }

    static void Subtract(double[] from, double[] row, double times)
    {
        for (var j = 0; j < from.Length; j++)
        {
            var left = from[j] - times * row[j];
            from[j] = Math.Abs(left) < 1e-11 ? 0 : left;
        }
    }

    void DropRow(int row)
    {
        _count--;
        (_rows[row], _basis[row]) = (_rows[_count], _basis[_count]);
    }
}
