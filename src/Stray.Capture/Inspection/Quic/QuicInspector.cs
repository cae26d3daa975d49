using System.Buffers;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Recognition;
using Stray.Capture.Inspection.Tls;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Quic;

/// <summary>
/// QUIC up to both hellos: Initial packets are opened with the keys everybody can derive (RFC 9001 s5), their CRYPTO bytes
/// read as TLS. What comes after is encrypted for good and left alone.
/// </summary>
public sealed class QuicInspector : ProtocolInspector
{
    private const int MessageHeader = 4;

    /// <summary>Initial packets opened per flow: a hello takes two or three, and opening one costs as much as a thousand packets.</summary>
    private const int MaximumOpened = 12;

    private readonly TlsSession _session = new('q');
    private readonly InitialKeys _keys = new();
    private readonly CryptoStream _clientCrypto = new();
    private readonly CryptoStream _serverCrypto = new();
    private bool _hasKeys;
    private bool _opened;
    private Side _client;
    private int _attempts;
    private bool _retried;
    private bool _clientDone;
    private bool _serverDone;

    public override string Protocol => "quic";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _session.Reset();
        _clientCrypto.Reset();
        _serverCrypto.Reset();
        _hasKeys = false;
        _opened = false;
        _client = Side.Forward;
        _attempts = 0;
        _retried = false;
        _clientDone = false;
        _serverDone = false;
    }

    public override bool Wants(Side side) => _attempts < MaximumOpened && !(_clientDone && _serverDone);

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!Wants(context.Side) || chunk.WireLength > chunk.Bytes.Length)
        {
            return;
        }

        var offset = 0;
        while (offset < chunk.Bytes.Length && (chunk.Bytes[offset] & 0x80) != 0)
        {
            var packet = chunk.Bytes[offset..];
            if (!LongHeader.TryParse(packet, out var header))
            {
                ReportBroken(context, chunk, offset, packet);
                return;
            }

            _retried |= header.Type == QuicPacketType.Retry;
            if (header.Type == QuicPacketType.Initial && Wants(context.Side))
            {
                OnInitial(context, chunk, offset, header);
            }

            offset += header.PacketLength;
        }
    }

    private static void ReportBroken(
        in InspectionContext context, scoped in StreamChunk chunk, int offset, ReadOnlySpan<byte> packet)
    {
        // Versions with headers of their own (Google's) are recognised, not read.
        var version = packet.Length >= 5 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet[1..]) : 0;
        if (version is Quics.Version1 or Quics.Version2 || Quics.IsDraft(version))
        {
            context.Report(FindingName.QuicPacketInvalid, chunk, offset, packet.Length, "packet's fields run past the datagram");
        }
    }

    private void OnInitial(in InspectionContext context, scoped in StreamChunk chunk, int offset, scoped in LongHeader header)
    {
        if (!_hasKeys)
        {
            _client = context.Side;
        }

        var fromClient = context.Side == _client;
        if (fromClient && _retried)
        {
            // RFC 9001 s5.2: after a Retry the keys come from the connection id the server chose.
            _retried = false;
            _hasKeys = _keys.TryDerive(header.Version, header.Destination);
        }

        if (fromClient ? _clientDone : _serverDone)
        {
            return;
        }

        var packet = chunk.Bytes.Slice(offset, header.PacketLength);
        var plain = ArrayPool<byte>.Shared.Rent(packet.Length);
        _attempts++;
        if (!TryOpen(packet, header, fromClient, plain, out var length, out var reserved))
        {
            if (_hasKeys)
            {
                context.Report(FindingName.QuicPacketInvalid, chunk, offset, packet.Length,
                    "Initial packet does not open with its own keys");
            }
        }
        else
        {
            var frames = plain.AsSpan(header.PacketNumberOffset + ((plain[0] & 3) + 1), length);
            OnFrames(context, chunk, offset, packet.Length, frames, reserved);
        }

        ArrayPool<byte>.Shared.Return(plain);
    }

    /// <summary>Tries the keys at hand; a client that met a Retry or a new version goes on with those of its new connection id.</summary>
    private bool TryOpen(
        ReadOnlySpan<byte> packet, scoped in LongHeader header, bool fromClient, Span<byte> plain, out int length, out int reserved)
    {
        length = 0;
        reserved = 0;
        if (_hasKeys && _keys.TryOpen(packet, header.PacketNumberOffset, fromClient, plain, out length, out reserved))
        {
            _opened = true;
            return true;
        }

        if (!fromClient || !(_hasKeys = _keys.TryDerive(header.Version, header.Destination)))
        {
            // Without a packet of the client that opened, its first connection id was never seen: no fault of the server's.
            _hasKeys = _hasKeys && _opened;
            return false;
        }

        var open = _keys.TryOpen(packet, header.PacketNumberOffset, fromClient, plain, out length, out reserved);
        _opened |= open;
        return open;
    }

    private void OnFrames(
        in InspectionContext context, scoped in StreamChunk chunk, int offset, int packetLength, ReadOnlySpan<byte> frames, int reserved)
    {
        var fromClient = context.Side == _client;
        var crypto = fromClient ? _clientCrypto : _serverCrypto;
        var flaw = InitialFrames.Read(frames, crypto, out var alert);
        if (flaw.Text is not null)
        {
            context.Report(FindingName.QuicPacketInvalid, chunk, offset, packetLength, flaw);
        }
        else if (reserved != 0)
        {
            context.Report(FindingName.QuicPacketInvalid, chunk, offset, 1, "reserved bits of an Initial packet are set");
        }

        if (alert >= 0)
        {
            context.Report(FindingName.TlsFatalAlert, chunk, offset, packetLength,
                new FindingDetail("fatal alert {0} in CONNECTION_CLOSE", alert));
        }

        ReadHello(context, chunk, offset, packetLength, crypto.Contiguous, fromClient);
    }

    private void ReadHello(
        in InspectionContext context, scoped in StreamChunk chunk, int offset, int packetLength, ReadOnlySpan<byte> bytes, bool fromClient)
    {
        if (bytes.Length < MessageHeader)
        {
            return;
        }

        var expected = fromClient ? HandshakeType.ClientHello : HandshakeType.ServerHello;
        var whole = MessageHeader + ((bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
        var place = new Place(chunk.Frame, chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + offset, chunk.Time);
        if (bytes[0] != expected || whole > CryptoStream.Capacity)
        {
            context.Report(
                FindingName.QuicPacketInvalid, chunk, offset, packetLength,
                new FindingDetail("CRYPTO begins with message type {0} of {1} bytes", bytes[0], whole));
        }
        else if (bytes.Length >= whole)
        {
            _session.OnMessage(context, MessageView.Encrypted(bytes[..whole], place, packetLength));
        }
        else
        {
            return;
        }

        _clientDone |= fromClient;
        _serverDone |= !fromClient;
        (fromClient ? _clientCrypto : _serverCrypto).Reset();
    }
}
