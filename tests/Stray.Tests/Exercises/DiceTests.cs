using Stray.Exercises;

namespace Stray.Tests.Exercises;

public sealed class DiceTests
{
    [Fact]
    public void A_fork_does_not_depend_on_what_was_drawn_before()
    {
        var used = new Dice(5);
        used.Next();
        Assert.Equal(new Dice(5).Fork("a").Next(), used.Fork("a").Next());
        Assert.NotEqual(used.Fork("a").Next(), used.Fork("b").Next());
    }

    [Fact]
    public void The_stream_is_that_of_xoshiro256_starstar_seeded_by_splitmix64()
    {
        // Reference: the authors' C code (prng.di.unimi.it) with seed 0 through splitmix64.
        Assert.Equal(0x99EC5F36CB75F2B4UL, new Dice(0).Next());
    }

    [Fact]
    public void Draws_stay_within_their_bounds_and_reach_both_ends()
    {
        var dice = new Dice(6);
        var drawn = Enumerable.Range(0, 5000).Select(_ => dice.Between(-2, 3)).ToList();
        Assert.Equal([-2, -1, 0, 1, 2, 3], drawn.Distinct().Order());
        Assert.All(Enumerable.Range(0, 5000), _ => Assert.InRange(dice.Unit(), 0, 0.9999999999999999));
    }
}
