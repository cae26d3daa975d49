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
        8 => 0, // echo
        0 => 8,
        13 => 14, // timestamp
        14 => 13,
        15 => 16, // information
        16 => 15,
        10 => 9, // router solicitation, advertisement
        9 => 10,
        17 => 18, // address mask
        18 => 17,
        _ => -1,
    };

    private static int Counterpart6(byte type) => type switch
    {
        128 => 129, // echo
        129 => 128,
        133 => 134, // router
        134 => 133,
        135 => 136, // neighbour
        136 => 135,
        130 => 131, // multicast listener
        131 => 130,
        139 => 140, // node information
        140 => 139,
        144 => 145, // home agent discovery
        145 => 144,
        _ => -1,
    };
}
