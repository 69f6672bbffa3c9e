using System.Buffers.Binary;

namespace Outcomes.Domain.Activities;

/// <summary>What a file of sound is, by its first bytes: its name and what a browser calls it are not asked.</summary>
public static class AudioFile
{
    public const int MostBytes = 20 * 1024 * 1024;

    const string Mp3 = "audio/mpeg", Aac = "audio/aac", Mp4 = "audio/mp4", Ogg = "audio/ogg", Wav = "audio/wav";

    static readonly string[] Brands = ["M4A ", "M4B ", "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "dash"];

    /// <returns>The media type; null: none that the pages play.</returns>
    public static string? MediaType(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("ID3"u8)) return Mp3;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WAVE"u8)) return Wav;
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8)) return Brands.Contains(System.Text.Encoding.Latin1.GetString(file[8..12])) ? Mp4 : null;
        if (file.StartsWith("OggS"u8)) return file[..Math.Min(file.Length, 128)] is var page && (page.IndexOf("OpusHead"u8) >= 0 || page.IndexOf("\u0001vorbis"u8) >= 0) ? Ogg : null;
        if (file.Length < 4 || file[0] != 0xFF || (file[1] & 0xE0) != 0xE0) return null;
        // A frame of MPEG sound: in ADTS (AAC) the two bits of the layer are 0, in MP3 they are 01; versions and rates that are reserved are no sound.
        return (file[1] & 0xF6) == 0xF0 ? Aac : (file[1] & 0x06) == 0x02 && (file[1] & 0x18) != 0x08 && (file[2] & 0xF0) is not (0xF0 or 0) && (file[2] & 0x0C) != 0x0C ? Mp3 : null;
    }

    /// <summary>How long a WAV file is, from its own head; null: it does not say.</summary>
    public static double? WavSeconds(ReadOnlySpan<byte> file)
    {
        var (at, rate) = (12, 0u);
        while (at + 8 <= file.Length)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (file[at..].StartsWith("fmt "u8) && at + 20 <= file.Length) rate = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 16)..]);
            if (file[at..].StartsWith("data"u8)) return rate == 0 ? null : Math.Min(size, (uint)(file.Length - at - 8)) / (double)rate;
            if (size > (uint)file.Length) return null;
            at += 8 + (int)size + (int)(size % 2);
        }
        return null;
    }
}
