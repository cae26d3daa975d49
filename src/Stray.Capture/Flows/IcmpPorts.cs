using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// ICMP type and code as the port pair of a flow, the way Community ID v1 maps them: a request and its reply pair up,
/// every other type stands for itself and only one way.
/// </summary>
public static class IcmpPorts
{
    /// <summary>False for a one-way type; then the ports are type and code and the ends keep their order.</summary>
    public static bool Map(byte protocol, byte type, byte code, out ushort source, out ushort destination)
    {
        source = type;
        var counterpart = protocol == ProtocolNames.Icmp ? Counterpart4(type) : Counterpart6(type);
        destination = counterpart >= 0 ? (ushort)counterpart : code;
        return counterpart >= 0;
    }

    private static int Counterpart4(byte type) => type switch
    {
        8 => 0, 0 => 8, // echo
        13 => 14, 14 => 13, // timestamp
        15 => 16, 16 => 15, // information
        10 => 9, 9 => 10, // router solicitation, advertisement
        17 => 18, 18 => 17, // address mask
        _ => -1,
    };

    private static int Counterpart6(byte type) => type switch
    {
        128 => 129, 129 => 128, // echo
        133 => 134, 134 => 133, // router
        135 => 136, 136 => 135, // neighbour
        130 => 131, 131 => 130, // multicast listener
        139 => 140, 140 => 139, // node information
        144 => 145, 145 => 144, // home agent discovery
        _ => -1,
    };
}
