using System.Buffers.Binary;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Conversations;

/// <summary>ICMP echo (RFC 792): a few requests, one a second, and their replies.</summary>
internal sealed class Ping(Scene scene)
{
    private const int Length = 8 + 56;

    public void Play(Host from, Host to, int count, long time)
    {
        var identifier = (ushort)from.Dice.Next();
        time = scene.Arp.Reach(from, to, time);
        for (var i = 0; i < count; i++, time += Nanos.Second)
        {
            Send(from, to, (8, identifier, i + 1), time);
            Send(to, from, (0, identifier, i + 1), time + to.React());
        }
    }

    private void Send(Host from, Host to, (byte Type, ushort Identifier, int Sequence) echo, long time)
    {
        var icmp = scene.Wire.Scratch.AsSpan(Ipv4Fields.PayloadOffset, Length);
        icmp.Clear();
        icmp[0] = echo.Type;
        BinaryPrimitives.WriteUInt16BigEndian(icmp[4..], echo.Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[6..], (ushort)echo.Sequence);
        for (var i = 8; i < Length; i++)
        {
            icmp[i] = (byte)i;
        }

        BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], InternetChecksum.Finish(InternetChecksum.Add(0, icmp)));
        scene.Wire.Emit(time, from.To(to, 1).Write(scene.Wire.Scratch, Length));
    }
}
