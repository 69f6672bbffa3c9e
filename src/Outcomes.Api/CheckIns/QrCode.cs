using System.Globalization;
using System.Text;
using QRCoder;

namespace Outcomes.Api.CheckIns;

/// <summary>An address as a QR code, as the path of a drawing: one run of dark squares after another.</summary>
sealed record QrCode(int Size, string Path)
{
    /// <remarks>Level M: a sixth of it may be dirty or torn. The white border of four squares belongs to it.</remarks>
    public static QrCode Of(string address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var (rows, path) = (data.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
            {
                var run = 0;
                while (x + run < rows.Count && rows[y][x + run]) run++;
                if (run > 0) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run}v1h-{run}z");
                x += run;
            }
        return new(rows.Count, path.ToString());
    }
}
