using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Detection.Habits;

/// <summary>What is remembered of a flow, as 64-bit hashes: a million habits then take 8 MB, and no address is kept in the clear.</summary>
internal static class HabitKeys
{
    private enum Kind : ulong
    {
        Destination = 1,
        Name,
        ServiceOnHost,
        ProtocolOnPort,
        Pace,
        SourceInSegment,
    }

    public static ulong Destination(FlowRecord flow) => Of(Kind.Destination, flow.Destination.High, flow.Destination.Low, 0);

    public static ulong Name(FlowRecord flow) => Of(Kind.Name, OfText(flow.ServerName), 0, 0);

    public static ulong ServiceOnHost(FlowRecord flow) => Of(Kind.ServiceOnHost, flow.Destination.High, flow.Destination.Low, Port(flow));

    public static ulong ProtocolOnPort(FlowRecord flow) =>
        Of(Kind.ProtocolOnPort, OfText(flow.App), 0, Port(flow));

    public static ulong Pace(FlowRecord flow) => Of(Kind.Pace, 0, 0, Port(flow));

    public static ulong SourceInSegment(string segment, Address source) =>
        Of(Kind.SourceInSegment, source.High, source.Low, OfText(segment));

    /// <summary>A connection that a host of our own side answered: it serves something.</summary>
    public static bool IsServed(FlowRecord flow) =>
        flow.Protocol == 6 && flow.Direction is FlowDirection.Internal or FlowDirection.Inbound
        && !flow.Midstream && flow.Features[(int)Feature.Answered] > 0 && flow.Features[(int)Feature.BwdPayload] > 0;

    public static bool HasProtocolOnPort(FlowRecord flow) => flow.App.Length > 0 && flow.Protocol is 6 or 17 && flow.DestinationPort != 0;

    private static ulong Port(FlowRecord flow) => ((ulong)flow.Protocol << 16) | flow.DestinationPort;

    private static ulong Of(Kind kind, ulong a, ulong b, ulong c) => Mix(Mix(Mix(Mix((ulong)kind) ^ a) ^ b) ^ c);

    private static ulong OfText(string text)
    {
        var hash = (ulong)text.Length;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return Mix(hash);
    }

    /// <summary>The finaliser of SplitMix64 (Steele et al. 2014): every bit of the input moves half of the output's.</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
