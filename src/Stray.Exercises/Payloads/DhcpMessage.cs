using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>DHCP messages (RFC 2131 s2, options RFC 2132).</summary>
internal sealed class DhcpMessage(ByteWriter writer)
{
    public const int Discover = 1, Offer = 2, Request = 3, Acknowledge = 5;

    private const int LeaseSeconds = 8 * 3600, Shortest = 300;

    /// <param name="current">The client's address in ciaddr: set when it renews.</param>
    /// <param name="requested">Option 50; 0 = none.</param>
    public ReadOnlySpan<byte> FromClient(int type, uint transaction, Host client, uint current, uint requested)
    {
        Fixed(1, transaction, client.Mac, current, 0);
        writer.U8(53).U8(1).U8(type);
        writer.U8(61).U8(7).U8(1).U16((int)(client.Mac >> 32)).U32((uint)client.Mac);
        if (requested != 0)
        {
            writer.U8(50).U8(4).U32(requested);
        }

        writer.U8(12).U8(client.Name.Length).Ascii(client.Name);
        writer.U8(60).U8(8).Ascii("MSFT 5.0");
        writer.U8(55).U8(6).Bytes([1, 3, 6, 15, 51, 54]);
        return End();
    }

    public ReadOnlySpan<byte> FromServer(int type, uint transaction, Host client, OfficeNetwork office)
    {
        Fixed(2, transaction, client.Mac, 0, client.Address);
        writer.U8(53).U8(1).U8(type);
        writer.U8(54).U8(4).U32(office.DomainController.Address);
        writer.U8(51).U8(4).U32(LeaseSeconds);
        writer.U8(1).U8(4).U32(OfficeNetwork.Mask);
        writer.U8(3).U8(4).U32(office.Gateway.Address);
        writer.U8(6).U8(4).U32(office.DomainController.Address);
        writer.U8(15).U8(OfficeNetwork.Domain.Length).Ascii(OfficeNetwork.Domain);
        return End();
    }

    private void Fixed(int operation, uint transaction, ulong mac, uint current, uint offered) => writer.Clear()
        .U8(operation).U8(1).U8(6).U8(0).U32(transaction).U16(0).U16(0).U32(current).U32(offered).U32(0).U32(0)
        .U16((int)(mac >> 32)).U32((uint)mac).Zeros(10).Zeros(64).Zeros(128).U32(0x63825363);

    private ReadOnlySpan<byte> End()
    {
        writer.U8(255);
        return writer.Zeros(Math.Max(0, Shortest - writer.Length)).Written;
    }
}
