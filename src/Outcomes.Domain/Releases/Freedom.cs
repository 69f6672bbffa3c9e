namespace Outcomes.Domain.Releases;

/// <summary>
/// How far single variables of a homogeneous system A d = 0 can move from 0, each within bounds that hold 0 between them: the simplex
/// method for bounded variables (Dantzig 1955, doi:10.2307/1905463), by Bland's rule (1977, doi:10.1287/moor.2.2.103).
/// </summary>
/// <remarks>
/// d is how much a count differs from the truth, so the truth itself is where the search starts, and no first phase is needed; a bound on a
/// variable costs no row. (A two-phase tableau with a row for each bound came first: forty times slower at five hundred schools.) Every
/// point on the way fulfils the system, so stopping early can only tell of less freedom than there is.
/// </remarks>
sealed class Freedom
{
    const double Tiny = 1e-9;
    const int MostSteps = 600;

    readonly double[][] _rows;
    readonly int[] _basis;      // the variable that each row gives, from the variables outside the basis
    readonly int[] _rowOf;      // of each variable, -1 outside the basis
    readonly double[] _low, _high, _at;
    readonly int[] _columns;
    int _count;

    /// <param name="rows">Coefficients; taken over and changed.</param>
    public Freedom(double[][] rows, double[] low, double[] high)
    {
        (_rows, _low, _high, _at, _count) = (rows, low, high, new double[low.Length], rows.Length);
        (_basis, _rowOf, _columns) = (new int[rows.Length], new int[low.Length], new int[low.Length]);
        Array.Fill(_rowOf, -1);
        for (var i = 0; i < _count;)
        {
            var column = Array.FindIndex(_rows[i], c => Math.Abs(c) > Tiny);
            if (column < 0) (_rows[i], _rows[_count - 1], _count) = (_rows[_count - 1], _rows[i], _count - 1);
            else Pivot(i++, column);
        }
    }

    /// <summary>Where all variables stand now: a way in which the data may differ from the truth unseen.</summary>
    public ReadOnlySpan<double> At => _at;

    /// <summary>Moves variable <paramref name="target"/> up (sign 1) or down (sign −1) as far as it goes, or to <paramref name="enough"/>.</summary>
    public void Push(int target, int sign, double enough)
    {
        for (var step = 0; step < MostSteps && sign * _at[target] < enough - Tiny; step++)
        {
            var (enter, direction) = Enter(target, sign);
            if (enter < 0) return;
            Move(enter, direction);
        }
    }

    (int Variable, int Direction) Enter(int target, int sign)
    {
        var row = _rowOf[target];
        if (row < 0) return Direction(target, sign) is var own && own != 0 ? (target, own) : (-1, 0);
        for (var j = 0; j < _at.Length; j++)
            if (_rowOf[j] < 0 && Direction(j, -sign * _rows[row][j]) is var d && d != 0) return (j, d);
        return (-1, 0);
    }

    int Direction(int j, double gain) =>
        gain > Tiny && _at[j] < _high[j] - Tiny ? 1 : gain < -Tiny && _at[j] > _low[j] + Tiny ? -1 : 0;

    void Move(int enter, int direction)
    {
        var (far, leave) = (direction > 0 ? _high[enter] - _at[enter] : _at[enter] - _low[enter], -1);
        for (var i = 0; i < _count; i++)
        {
            var rate = -_rows[i][enter] * direction;
            if (Math.Abs(rate) <= Tiny) continue;
            var b = _basis[i];
            var room = Math.Max(0, (rate > 0 ? _high[b] - _at[b] : _at[b] - _low[b]) / Math.Abs(rate));
            if (room < far - Tiny || (room < far + Tiny && leave >= 0 && b < _basis[leave])) (far, leave) = (Math.Min(far, room), i);
        }
        for (var i = 0; i < _count; i++)
            if (_rows[i][enter] != 0) _at[_basis[i]] -= _rows[i][enter] * direction * far;
        _at[enter] += direction * far;
        if (leave < 0) return;
        _rowOf[_basis[leave]] = -1;
        Pivot(leave, enter);
    }

    /// <remarks>Rows have few entries, and mostly keep few: only the columns of the pivot's row are touched.</remarks>
    void Pivot(int row, int column)
    {
        var pivot = _rows[row];
        var by = pivot[column];
        var used = 0;
        for (var j = 0; j < pivot.Length; j++)
        {
            if (pivot[j] == 0) continue;
            pivot[j] /= by;
            _columns[used++] = j;
        }
        for (var i = 0; i < _count; i++)
        {
            var times = _rows[i][column];
            if (i == row || times == 0) continue;
            var other = _rows[i];
            for (var k = 0; k < used; k++)
            {
                var j = _columns[k];
                var left = other[j] - times * pivot[j];
                other[j] = Math.Abs(left) < Tiny ? 0 : left;
            }
            other[column] = 0;
        }
        (_basis[row], _rowOf[column]) = (column, row);
    }
}
