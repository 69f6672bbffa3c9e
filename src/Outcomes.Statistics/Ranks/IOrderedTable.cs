using static System.Math;

namespace Outcomes.Statistics.Ranks;

/// <summary>A table of numbers that rise along each row and down each column, of which each row starts somewhere; never laid out.</summary>
interface IOrderedTable
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>The first column that counts in a row.</summary>
    int Start(int row);

    double At(int row, int column);
}

/// <summary>The Walsh averages (xᵢ + xⱼ)/2, i ≤ j, of sorted values.</summary>
readonly struct WalshAverages(double[] sorted) : IOrderedTable
{
    public int Rows => sorted.Length;

    public int Columns => sorted.Length;

    public int Start(int row) => row;

    public double At(int row, int column) => (sorted[row] + sorted[column]) / 2;
}

/// <summary>The differences xᵢ − yⱼ of two sorted samples.</summary>
readonly struct Differences(double[] sortedX, double[] sortedY) : IOrderedTable
{
    public int Rows => sortedX.Length;

    public int Columns => sortedY.Length;

    public int Start(int row) => 0;

    public double At(int row, int column) => sortedX[row] - sortedY[sortedY.Length - 1 - column];
}

/// <summary>
/// Order statistics of an <see cref="IOrderedTable"/> in O(n log range) time and O(n) memory: bisect the value, counting along the
/// staircase, until few enough cells are left to be laid out. 100,000 values have 5 thousand million Walsh averages, of which
/// about 200,000 are ever made.
/// </summary>
/// <remarks>Johnson and Mizoguchi (1978, doi:10.1137/0207013) pivot on weighted medians of rows instead: fewer passes, each dearer.</remarks>
static class OrderStatistics
{
    const double Slack = 0.04;

    /// <summary>Number of cells.</summary>
    public static long Count<T>(in T table) where T : struct, IOrderedTable
    {
        long count = 0;
        for (var i = 0; i < table.Rows; i++) count += table.Columns - table.Start(i);
        return count;
    }

    /// <summary>The median: of an even number, the mean of the two in the middle.</summary>
    public static double Median<T>(in T table) where T : struct, IOrderedTable
    {
        var count = Count(table);
        var upper = Smallest(table, count / 2 + 1);
        return count % 2 == 1 ? upper : (Smallest(table, count / 2) + upper) / 2;
    }

    /// <summary>The k-th smallest cell, k from 1.</summary>
    public static double Smallest<T>(in T table, long k) where T : struct, IOrderedTable
    {
        if (k < 1 || k > Count(table)) throw new InputException(nameof(k), $"there is no {k}-th value");
        double low = Math.BitDecrement(table.At(0, table.Start(0))), high = table.At(table.Rows - 1, table.Columns - 1);
        long below = 0, upTo = Count(table);
        for (var step = 0; upTo - below > 2L * table.Rows + 64; step++)
        {
            // Guess from the counts, a little above and a little below by turns, so that both ends close in; every third time halve.
            var share = (double)(k - below) / (upTo - below);
            var guess = step % 3 == 2 ? 0.5 : Clamp(share + (step % 3 == 0 ? Slack : -Slack), 0.01, 0.99);
            var middle = low + (high - low) * guess;
            if (middle <= low || middle >= high) middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            var count = CountUpTo(table, middle);
            if (count >= k) (high, upTo) = (middle, count);
            else (low, below) = (middle, count);
        }
        var left = Between(table, low, high, (int)(upTo - below));
        Array.Sort(left);
        return left[k - below - 1];
    }

    /// <summary>Cells that are at most a value: the staircase falls from row to row.</summary>
    static long CountUpTo<T>(in T table, double value) where T : struct, IOrderedTable
    {
        long count = 0;
        var column = table.Columns;
        for (var row = 0; row < table.Rows; row++)
        {
            while (column > 0 && table.At(row, column - 1) > value) column--;
            count += Max(0, column - table.Start(row));
        }
        return count;
    }

    static double[] Between<T>(in T table, double low, double high, int count) where T : struct, IOrderedTable
    {
        var cells = new double[count];
        int k = 0, from = table.Columns, to = table.Columns;
        for (var row = 0; row < table.Rows; row++)
        {
            while (to > 0 && table.At(row, to - 1) > high) to--;
            while (from > 0 && table.At(row, from - 1) > low) from--;
            for (var column = Max(from, table.Start(row)); column < to; column++) cells[k++] = table.At(row, column);
        }
        return cells;
    }
}
