namespace Stray.Exercises.Office;

/// <summary>Names for made-up sites, below the TLD reserved for that (RFC 2606), so that no real organisation is named.</summary>
internal sealed class SiteNames(Dice dice)
{
    private static readonly string[] First =
    [
        "amber", "north", "blue", "silver", "green", "bright", "quiet", "swift", "open", "clear", "stone", "river", "cloud", "maple",
        "lumen", "prime", "metro", "terra", "vista", "nova", "solid", "early", "urban", "alpine", "coral", "delta", "ember", "fable",
    ];

    private static readonly string[] Second =
    [
        "harbor", "wind", "pixel", "market", "news", "ledger", "forge", "works", "travel", "books", "garden", "motors", "press", "bank",
        "studio", "health", "labs", "foods", "score", "maps", "mail", "docs", "stream", "parts", "desk", "tools", "print", "school",
    ];

    private readonly HashSet<string> _used = [];

    public string Next()
    {
        while (true)
        {
            var name = dice.Pick(First) + dice.Pick(Second);
            if (_used.Add(name))
            {
                return name + ".example";
            }
        }
    }
}
