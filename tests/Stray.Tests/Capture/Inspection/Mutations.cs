using Stray.Capture.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>Feeds a conversation broken in many ways: nothing may throw, and its findings must stay few however often it is broken.</summary>
internal static class Mutations
{
    private const int Rounds = 1500;

    public static void Survive(ushort port, ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, bool serverFirst = true)
    {
        var random = new Random(port);
        var most = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (asked, answered) = (Break(client, random), Break(server, random));
            var talk = new Talk(port, midstream: round % 7 == 6);
            if (serverFirst)
            {
                talk.Cut(Side.Backward, answered.AsSpan(0, answered.Length / 3), random.Next(1, 80));
            }

            talk.Cut(Side.Forward, asked.AsSpan(0, asked.Length / 2), random.Next(1, 80));
            if (round % 5 == 4)
            {
                talk.Gap(Side.Forward, random.Next(1, 2000));
            }

            talk.Cut(Side.Backward, answered.AsSpan(serverFirst ? answered.Length / 3 : 0), random.Next(1, 80));
            most = Math.Max(most, talk.Cut(Side.Forward, asked.AsSpan(asked.Length / 2), random.Next(1, 80)).End().Count);
        }

        Assert.InRange(most, 1, 16);
    }

    private static byte[] Break(ReadOnlySpan<byte> sound, Random random)
    {
        var broken = sound.ToArray();
        for (var i = random.Next(0, 5); i > 0; i--)
        {
            broken[random.Next(broken.Length)] = random.Next(5) switch { 0 => 0, 1 => 0xFF, 2 => (byte)'\n', 3 => (byte)' ', _ => (byte)random.Next(256) };
        }

        return random.Next(4) == 0 ? broken[..random.Next(1, broken.Length)] : broken;
    }
}
