using Outcomes.Domain.Activities;
using Xunit;

namespace Outcomes.Domain.Tests.Activities;

public class PlayedPartsTests
{
    [Theory]
    [InlineData("0-10", 60, "0-10", 10)]
    [InlineData("5-10,0-5", 60, "0-10", 10)]
    [InlineData("0-10,2-3,9-12.5", 60, "0-12.5", 12.5)]
    [InlineData("0-1,1.04-2,4-5", 60, "0-2,4-5", 3)]
    [InlineData("50-900", 60, "50-60", 10)]
    [InlineData("70-80", 60, "", 0)]
    [InlineData("3-3", 60, "", 0)]
    [InlineData("", 60, "", 0)]
    public void Parts_are_merged_and_never_go_beyond_the_length(string told, double length, string parts, double seconds)
    {
        var read = PlayedParts.Read(told, length)!;
        Assert.Equal(parts, read.ToString());
        Assert.Equal(seconds, read.Seconds, 6);
        Assert.Equal(read.ToString(), read.With(read).ToString());
        Assert.Equal(read.ToString(), PlayedParts.Read(read.ToString(), length)!.ToString());
    }

    [Theory, InlineData("1"), InlineData("a-b"), InlineData("2-1"), InlineData("-1-2"), InlineData("0-1e3"), InlineData("0-99999999"), InlineData("0-1;2-3")]
    public void What_is_no_part_is_refused(string told) => Assert.Null(PlayedParts.Read(told, 60));

    [Fact]
    public void The_length_of_a_WAV_file_is_that_of_its_samples_whatever_stands_before_them()
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "fmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 100, 0, 0, 0, 100, 0, 0, 0, 1, 0, 8, 0, .. "data"u8, 250, 0, 0, 0, .. new byte[250]];
        Assert.Equal(2.5, AudioFile.WavSeconds(file));
        Assert.Null(AudioFile.WavSeconds(file[..40]));
        Assert.Equal(0.5, AudioFile.WavSeconds(file[..^200]));   // cut off: what is there counts
        Assert.Null(AudioFile.WavSeconds([]));
    }
}
