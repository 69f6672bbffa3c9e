using Xunit;

namespace Outcomes.Api.Tests.Access;

/// <summary>The hand-written table itself.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task Every_line_has_its_address()
    {
        await using var host = await RunningHost.Start();
        Assert.Empty(Doors.Gone(host.App, Doors.All));
    }
}
