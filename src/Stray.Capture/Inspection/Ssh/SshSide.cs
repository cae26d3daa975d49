using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ssh;

/// <summary>One side of an SSH connection: its lines, then its packets.</summary>
internal sealed class SshSide(StreamBufferPool buffers)
{
    /// <summary>RFC 4253 s4.2: with CR and LF.</summary>
    private const int LongestBanner = 255;

    /// <summary>Lines a server may send before its identification; the RFC sets no bound.</summary>
    private const int MaximumLines = 64;
    private const int LongestLine = 1024;

    /// <summary>RFC 4253 s6.1 asks for 35000; OpenSSH takes 256 KiB, so only more than that is beyond doubt.</summary>
    private const int LongestPacket = 1 << 18;
    private const int LongestKept = 35000;
    private const byte KeyExchangeInit = 20;
    private const byte NewKeys = 21;

    private StreamBuffer? _pending;
    private int _lines;
    private int _skip;

    public SshVersion Version { get; private set; }

    public bool VersionCompared { get; set; }

    public Place BannerPlace { get; private set; }

    public int BannerLength { get; private set; }

    public bool Done { get; private set; }

    /// <summary>The other side: one that speaks both versions says nothing about the packets until the other has chosen.</summary>
    public SshSide? Peer { get; set; }

    private bool IsSsh2 => Version == SshVersion.Two || Peer is { Version: SshVersion.Two or SshVersion.Both };

    public void Reset()
    {
        buffers.Return(ref _pending);
        _lines = 0;
        _skip = 0;
        Version = SshVersion.None;
        VersionCompared = false;
        Done = false;
    }

    public void Stop()
    {
        buffers.Return(ref _pending);
        Done = true;
    }

    public void Read(in InspectionContext context, scoped in StreamChunk chunk)
    {
        var offset = 0;
        while (offset < chunk.Bytes.Length && !Done)
        {
            if (_skip > 0)
            {
                var skipped = Math.Min(_skip, chunk.Bytes.Length - offset);
                _skip -= skipped;
                offset += skipped;
                continue;
            }

            _pending ??= buffers.Rent();
            if (_pending is null)
            {
                Done = true;
                return;
            }

            offset += Version == SshVersion.None ? ReadLine(context, chunk, offset) : ReadPacket(context, chunk, offset);
        }
    }

    private int ReadLine(in InspectionContext context, scoped in StreamChunk chunk, int offset)
    {
        var rest = chunk.Bytes[offset..];
        var end = rest.IndexOf((byte)'\n');
        var taken = Math.Min(end < 0 ? rest.Length : end + 1, LongestLine + 1 - _pending!.Length);
        _ = _pending.TryAppend(rest[..taken], chunk, offset);
        if (_pending.Length > LongestLine)
        {
            ReportBanner(context, 0, _pending.Length,
                new FindingDetail("line of more than {0} bytes before any identification", LongestLine));
            Stop();
        }
        else if (_pending.Bytes[^1] == (byte)'\n')
        {
            OnLine(context);
        }

        return taken;
    }

    private void OnLine(in InspectionContext context)
    {
        var line = _pending!.Bytes;
        if (line.StartsWith("SSH-"u8))
        {
            OnBanner(context, line);
        }
        else if (context.Side == Side.Forward || ++_lines > MaximumLines || line.Contains((byte)0))
        {
            ReportBanner(context, 0, line.Length, "identification does not begin with SSH-");
            Stop();
        }

        _pending?.Clear();
    }

    private void OnBanner(in InspectionContext context, ReadOnlySpan<byte> line)
    {
        BannerPlace = _pending!.Locate(0);
        BannerLength = line.Length;
        var text = line.TrimEnd("\r\n"u8);
        var software = text[4..].IndexOf((byte)'-');
        Version = software < 0 ? SshVersion.Unknown : SshBanner.VersionOf(text.Slice(4, software));
        if (line.Length > LongestBanner)
        {
            ReportBanner(context, LongestBanner, line.Length - LongestBanner,
                new FindingDetail("identification of {0} bytes, more than 255", line.Length));
        }
        else if (software < 0 || Version == SshVersion.Unknown)
        {
            ReportBanner(context, 4, text.Length - 4, "identification names no protocol version");
        }
        else if (text.Length == 5 + software || text[5..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) is not -1)
        {
            ReportBanner(context, 4, text.Length - 4, "identification names no software, or not in printable ASCII");
        }

        if (Version is SshVersion.Unknown or SshVersion.One)
        {
            Stop(); // SSH 1 has another packet format
        }
    }

    private int ReadPacket(in InspectionContext context, scoped in StreamChunk chunk, int offset)
    {
        var need = _pending!.Length < 4 ? 4 : 4 + (int)BinaryPrimitives.ReadUInt32BigEndian(_pending.Bytes);
        var taken = Math.Min(need - _pending.Length, chunk.Bytes.Length - offset);
        if (!_pending.TryAppend(chunk.Bytes.Slice(offset, taken), chunk, offset))
        {
            Stop();
            return taken;
        }

        if (_pending.Length == 4)
        {
            CheckLength(context);
        }
        else if (_pending.Length > 4 && _pending.Length == 4 + (int)BinaryPrimitives.ReadUInt32BigEndian(_pending.Bytes))
        {
            OnPacket(context);
        }

        return taken;
    }

    /// <summary>RFC 4253 s6: at least 16 bytes with the length, a multiple of 8.</summary>
    private void CheckLength(in InspectionContext context)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(_pending!.Bytes);
        if (length is < 12 or > LongestPacket || (length + 4) % 8 != 0)
        {
            ReportPacket(context, 0, 4, new FindingDetail("packet length {0} is out of range or no multiple of 8", length));
            Stop();
        }
        else if (length > LongestKept)
        {
            _skip = (int)length;
            _pending.Clear();
        }
    }

    private void OnPacket(in InspectionContext context)
    {
        var packet = _pending!.Bytes;
        var padding = packet[4];
        if (padding < 4 || padding + 2 > packet.Length - 4)
        {
            ReportPacket(context, 4, 1, new FindingDetail("padding of {0} bytes in a packet of {1}", padding, packet.Length));
            Stop();
            return;
        }

        var payload = packet[5..^padding];
        if (payload[0] == KeyExchangeInit)
        {
            var flaw = KeyExchangeInitRules.Check(payload);
            if (flaw.Text is not null)
            {
                ReportPacket(context, 5 + flaw.Offset, 4, flaw.Text);
            }
        }

        if (payload[0] == NewKeys)
        {
            Stop();
        }

        _pending?.Clear();
    }

    private void ReportBanner(in InspectionContext context, int offset, int length, FindingDetail detail) =>
        Report(context, FindingName.SshBannerInvalid, offset, length, detail);

    private void ReportPacket(in InspectionContext context, int offset, int length, FindingDetail detail)
    {
        if (IsSsh2)
        {
            Report(context, FindingName.SshPacketInvalid, offset, length, detail);
        }
    }

    private void Report(in InspectionContext context, FindingName name, int offset, int length, FindingDetail detail)
    {
        var place = _pending!.Locate(offset);
        context.ReportAt(name, place.Frame, place.Offset, length, place.Time, detail);
    }
}
