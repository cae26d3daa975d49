using FsCheck.Xunit;
using Stray.Capture.Features.Windows;

namespace Stray.Tests.Capture.Features;

public sealed class AgingTableTests
{
    [Property(MaxTest = 50)]
    public void Keys_never_share_a_window_and_the_table_never_grows_beyond_its_capacity(int seed)
    {
        var random = new Random(seed);
        var table = new AgingTable<Cell>(40);
        for (var i = 0; i < 5000; i++)
        {
            var key = (ulong)random.Next(90) << random.Next(3); // low bits alike: long probes and wrap-around
            ref var cell = ref table.Use(key);
            Assert.True(cell.Owner == 0 || cell.Owner == key + 1, "a window of another key");
            cell.Owner = key + 1;
            Assert.InRange(table.Count, 1, 40);
        }

        Assert.True(table.Evicted > 0);
    }

    [Fact]
    public void A_key_is_found_again_as_long_as_the_table_is_not_full()
    {
        var table = new AgingTable<Cell>(10_000);
        for (ulong key = 0; key < 10_000; key++)
        {
            table.Use(key * 64).Owner = key + 1;
        }

        for (ulong key = 0; key < 10_000; key++)
        {
            Assert.Equal(key + 1, table.Use(key * 64).Owner);
        }

        Assert.Equal(0, table.Evicted);
    }

    [Fact]
    public void What_comes_back_outlives_a_flood_of_what_comes_once()
    {
        var table = new AgingTable<Cell>(100);
        for (ulong key = 1; key <= 50; key++)
        {
            table.Use(key).Owner = key;
            table.Use(key);
        }

        for (ulong key = 1000; key < 1050; key++)
        {
            table.Use(key).Owner = key;
        }

        for (ulong key = 2000; key < 2020; key++)
        {
            table.Use(key).Owner = key;
        }

        for (ulong key = 1; key <= 50; key++)
        {
            Assert.Equal(key, table.Use(key).Owner);
        }
    }

    private struct Cell : IWindow
    {
        public ulong Owner;

        public void Clear() => Owner = 0;
    }
}
