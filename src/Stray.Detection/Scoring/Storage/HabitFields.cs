using Stray.Contracts.Findings;
using Stray.Detection.Habits;

namespace Stray.Detection.Scoring.Storage;

/// <summary>Habits: whether there are any, settled kinds, hashes, paces, findings shown by their ids, narrow segments.</summary>
internal static class HabitFields
{
    private const int MostTexts = 4096;

    // Sorted, so that equal baselines give equal bytes.
    public static void Write(FieldWriter to, KnownHabits? habits)
    {
        to.Byte(habits is null ? (byte)0 : (byte)1);
        if (habits is null) return;
        to.Int32((int)habits.Settled);
        to.Values<ulong>([.. habits.Known.Order()]);
        var paces = habits.Paces.OrderBy(p => p.Key).ToArray();
        to.Values<ulong>([.. paces.Select(p => p.Key)]);
        to.Values<float>([.. paces.Select(p => p.Value)]);
        WriteTexts(to, [.. habits.Shown.Select(n => FindingCatalogue.Of(n).Id).Order(StringComparer.Ordinal)]);
        WriteTexts(to, [.. habits.Narrow.Order(StringComparer.Ordinal)]);
    }

    public static KnownHabits? Read(FieldReader from)
    {
        if (from.Byte() == 0) return null;
        var settled = (SettledHabits)from.Int32();
        var (known, services, most) = (from.UInt64s(), from.UInt64s(), from.Floats());
        if (services.Length != most.Length || services.Distinct().Count() != services.Length) from.Refuse("paces");
        var (shown, narrow) = (ReadTexts(from), ReadTexts(from));
        if (from.Failed) return null;
        var ids = FindingCatalogue.All.Where(f => shown.Contains(f.Id)).Select(f => f.Name);
        var paces = services.Zip(most).ToDictionary(p => p.First, p => p.Second);
        return new([.. known], paces, settled, [.. ids], narrow);
    }

    private static void WriteTexts(FieldWriter to, string[] texts)
    {
        to.Int32(texts.Length);
        foreach (var text in texts) to.Text(text);
    }

    private static HashSet<string> ReadTexts(FieldReader from)
    {
        var count = from.Count(4, MostTexts);
        var texts = new HashSet<string>();
        for (var i = 0; i < count && !from.Failed; i++) texts.Add(from.Text());
        return texts;
    }
}
