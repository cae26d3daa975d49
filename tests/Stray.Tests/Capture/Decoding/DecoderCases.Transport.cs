using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private static IEnumerable<DecoderCase> Transport()
    {
        var segment = Frame4(6, Tcp(payload: Noise(40)));
        var datagram = Frame4(17, Udp(1000, 9, Noise(40)));
        var datagram6 = Frame6(17, Udp(1000, 9, Noise(40)));
        var synchronize = Frame4(6, Tcp(2, options: Hex("020405B4 0402 080A00000001 00000000 01 030307")));
        return
        [
            Case("TCP header cut on the wire", TcpHeaderLengthInvalid, Frame4(6, Tcp()[..10]), (34, 10), segment),
            Case("TCP data offset of 4", TcpHeaderLengthInvalid, Patch(segment, 46, 0x40), (46, 1), segment),
            Case("TCP data offset beyond the segment", TcpHeaderLengthInvalid, Frame4(6, Patch(Tcp(), 12, 0xF0)), (46, 1), segment),
            Case("TCP checksum wrong", TcpChecksumBad, Patch(segment, 50, 0x12, 0x34), (50, 2), segment),
            Case("TCP checksum wrong over IPv6", TcpChecksumBad, Patch(Frame6(6, Tcp()), 70, 0x12, 0x34), (70, 2), Frame6(6, Tcp())),
            Case("SYN and FIN", TcpFlagsIllegal, Frame4(6, Tcp(0x03)), (47, 1), Frame4(6, Tcp(0x02))),
            Case("SYN and RST", TcpFlagsIllegal, Frame4(6, Tcp(0x06)), (47, 1), Frame4(6, Tcp(0x14))),
            Case("SYN with urgent data", TcpFlagsIllegal, Frame4(6, Tcp(0x22)), (47, 1), Frame4(6, Tcp(0xC2))),
            Case("No flags at all", TcpFlagsIllegal, Frame4(6, Tcp(0x00)), (47, 1), Frame4(6, Tcp(0x10))),
            Case("Christmas tree", TcpFlagsIllegal, Frame4(6, Tcp(0x29)), (47, 1), Frame4(6, Tcp(0x11))),
            Case("FIN alone", TcpFlagsIllegal, Frame4(6, Tcp(0x01)), (47, 1), Frame4(6, Tcp(0x19))),
            Case("Acknowledgment number without ACK", TcpFlagsIllegal, Patch(synchronize, 42, 0, 0, 0, 9), (42, 4), Patch(Frame4(6, Tcp(0x04)), 42, 0, 0, 0, 9)),
            Case("TCP option of length zero", TcpOptionsMalformed, Optioned6("0200 05B4"), (54, 2), synchronize),
            Case("TCP option beyond the header", TcpOptionsMalformed, Optioned6("0209 05B4"), (54, 2), synchronize),
            Case("Maximum segment size of one byte", TcpOptionsMalformed, Optioned6("020305 00"), (54, 3), Optioned6("020405B4")),
            Case("Window scale of two bytes", TcpOptionsMalformed, Optioned6("03040000"), (54, 4), Optioned6("03030700")),
            Case("SACK of nine bytes", TcpOptionsMalformed, Optioned6("0509 00000000 000000 000000"), (54, 9), Optioned6("050A 00000001 00000002 0101")),
            Case("Timestamps of eight bytes", TcpOptionsMalformed, Optioned6("0808 00000000 0000"), (54, 8), Optioned6("0101080A 00000001 00000000")),
            Case("Fast open cookie of three bytes", TcpOptionsMalformed, Optioned6("2205 000000 000000"), (54, 5), Optioned6("2202 0000")),
            Case("User timeout of three bytes", TcpOptionsMalformed, Optioned6("1C030000"), (54, 3), Optioned6("1C048001")),
            Case("Authentication option of three bytes", TcpOptionsMalformed, Optioned6("1D030000"), (54, 3), Optioned6("1D040101")),
            Case("Quick start of four bytes", TcpOptionsMalformed, Optioned6("1B040000"), (54, 4), Optioned6("1B08000000000000")),
            Case("Multipath data sequence without flags", TcpOptionsMalformed, Optioned6("1E032000"), (54, 3), Optioned6("1E082001 00000001")),
            Case("Maximum segment size twice", TcpOptionsMalformed, Optioned6("020405B4 020405B4"), (58, 4), synchronize),
            Case("Window scale of 15", TcpWindowScaleOutOfRange, Optioned6("03030F00"), (56, 1), Optioned6("03030E00")),
            Case("Urgent data in a web request", TcpUrgentMisuse, Frame4(6, Tcp(0x38, Zeros(20), urgent: 5)), (52, 2), Frame4(6, Tcp(0x38, Zeros(20), destination: 23, urgent: 5))),
            Case("UDP header cut on the wire", UdpLengthMismatch, Frame4(17, Hex("81580035")), (34, 4), datagram),
            Case("UDP length beyond the packet", UdpLengthMismatch, Patch(datagram, 38, 0, 200), (38, 2), datagram),
            Case("UDP length below the packet", UdpLengthMismatch, Patch(datagram, 38, 0, 20), (38, 2), Join(datagram, Zeros(6))),
            Case("UDP length below its header", UdpLengthMismatch, Patch(datagram, 38, 0, 7), (38, 2), datagram),
            Case("UDP checksum wrong", UdpChecksumBad, Patch(datagram, 40, 0x12, 0x34), (40, 2), Patch(datagram, 40, 0, 0)),
            Case("UDP checksum left out over IPv6", UdpChecksumBad, Patch(datagram6, 60, 0, 0), (60, 2), datagram6),
            Case("SCTP header cut on the wire", DbOrDesktopProtocolInvalid, Frame4(132, Zeros(4)), (34, 4), Stream("00000001 03000010 00000001 00001000 00000000")),
            Case("SCTP chunk of two bytes", DbOrDesktopProtocolInvalid, Stream("00000001 0E00"), (46, 2), Stream("00000001 0E000004")),
            Case("SCTP chunk length of 2", DbOrDesktopProtocolInvalid, Stream("00000001 0B000002"), (48, 2), Stream("00000001 0B000004")),
            Case("SCTP chunk beyond the packet", DbOrDesktopProtocolInvalid, Stream("00000001 04000010 0001"), (48, 2), Stream("00000001 04000006 00010000")),
            Case("SCTP initiation bundled", DbOrDesktopProtocolInvalid, Stream("00000000 01000004 0B000004"), (46, 1), Stream("00000000 01000004")),
            Case("SCTP initiation with a tag", DbOrDesktopProtocolInvalid, Stream("00000009 01000004"), (46, 1), Stream("00000009 02000004")),
            Case("SCTP data without a tag", DbOrDesktopProtocolInvalid, Stream("00000000 00000004"), (46, 1), Stream("00000001 00000004 0B000004")),
        ];
    }

    private static byte[] Stream(string tagAndChunks) => Frame4(132, [.. Hex("0BB90BBA"), .. Hex(tagAndChunks)[..4], .. Zeros(4), .. Hex(tagAndChunks)[4..]]);

    private static byte[] Optioned6(string options) => Frame4(6, Tcp(2, options: Hex(options)));
}
