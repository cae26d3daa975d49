using Stray.Capture.Flows;
using Stray.Capture.Inspection.Ntlm;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smb;

/// <summary>SMB 1 to 3 over NetBIOS sessions or bare TCP (MS-CIFS, MS-SMB2 s2): headers, chains, direction, writes.</summary>
/// <param name="protocol">"smb1" or "smb2": what it was recognised by; negotiation goes from the one to the other.</param>
public sealed class SmbInspector(string protocol) : ProtocolInspector
{
    private const int Kept = 4096;

    private readonly MessageReader[] _readers =
        [new(NetbiosHeader.Length, Kept, NetbiosHeader.LengthOf), new(NetbiosHeader.Length, Kept, NetbiosHeader.LengthOf)];
    private readonly Smb1Rules _smb1 = new();
    private readonly Smb2Rules _smb2 = new();
    private readonly OpenWrites _writes = new();

    public override string Protocol => protocol;

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _readers[0].Reset();
        _readers[1].Reset();
        _smb1.Reset();
        _writes.Clear();
    }

    public override bool Wants(Side side) => !_readers[(int)side].IsLost;

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        _writes.GiveUp();
        _readers[(int)context.Side].Miss(bytes);
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var reader = _readers[(int)context.Side];
        for (var position = 0; reader.TryRead(chunk, ref position, out var message, out var length);)
        {
            Take(context, message, length);
            reader.Next();
        }

        if (chunk.WireLength > chunk.Bytes.Length)
        {
            _writes.GiveUp();
            reader.Miss(chunk.WireLength - chunk.Bytes.Length);
        }
    }

    private void Take(scoped in InspectionContext context, scoped in PlacedBytes message, long length)
    {
        if (length < 0)
        {
            message.Report(context, FindingName.SmbMessageMalformed, 0, 1, new FindingDetail("session packet of type {0}", message.Bytes[0]));
            return;
        }

        var sender = SenderOf(context);
        var type = message.Bytes[0];
        if (type != NetbiosHeader.Message)
        {
            CheckSession(context, message, sender, length);
        }
        else if (length > NetbiosHeader.Length)
        {
            TakeSmb(context, message.Slice(NetbiosHeader.Length), length - NetbiosHeader.Length, sender);
        }
    }

    private void TakeSmb(scoped in InspectionContext context, scoped in PlacedBytes message, long length, Sender sender)
    {
        if (sender == Sender.Server)
        {
            _writes.Clear(); // what it answers is settled: a later write over it is in order
        }

        var flaw = Dispatch(message.Bytes, length, sender);
        if (flaw.Text is { } text)
        {
            message.Report(context, flaw.Name, Math.Min(flaw.Offset, message.Length - 1), flaw.Length, new FindingDetail(text, flaw.Value));
        }

        CheckNtlm(context, message, length);
    }

    private SmbFlaw Dispatch(ReadOnlySpan<byte> bytes, long length, Sender sender)
    {
        if (bytes.Length < 4 || !bytes[1..4].SequenceEqual("SMB"u8))
        {
            return length < 4 || bytes.Length >= 4 ? SmbFlaw.Malformed("session message without an SMB header", 0, 4) : default;
        }

        return bytes[0] switch
        {
            0xFF => _smb1.Check(bytes, length, sender, _writes),
            0xFE => _smb2.Check(bytes, length, sender, _writes),
            0xFD when length < Smb2Rules.TransformLength => SmbFlaw.Malformed("encrypted message of {0} bytes, too few for its header", 0, 4, length),
            0xFD or 0xFC => default,
            _ => SmbFlaw.Malformed("session message without an SMB header", 0, 4),
        };
    }

    private static void CheckSession(scoped in InspectionContext context, scoped in PlacedBytes message, Sender sender, long length)
    {
        var type = message.Bytes[0];
        var fromWrongSide = (sender == Sender.Client && type is >= NetbiosHeader.Positive and <= NetbiosHeader.Retarget)
            || (sender == Sender.Server && type == NetbiosHeader.Request);
        if (fromWrongSide)
        {
            message.Report(context, FindingName.SmbMessageMalformed, 0, 1, new FindingDetail("session packet of type {0} from the wrong side", type));
        }
        else if (type == NetbiosHeader.KeepAlive && length > NetbiosHeader.Length)
        {
            message.Report(context, FindingName.SmbMessageMalformed, 1, 3, new FindingDetail("keep-alive of {0} bytes", length));
        }
    }

    /// <summary>NTLM inside of session setup; the message's end is only an upper bound of the blob's, so nothing sound fails.</summary>
    private static void CheckNtlm(scoped in InspectionContext context, scoped in PlacedBytes message, long length)
    {
        var start = message.Length == length ? message.Bytes.IndexOf(NtlmMessage.Signature) : -1;
        if (start >= 0 && NtlmMessage.Check(message.Bytes[start..]) is { Text: { } text } flaw)
        {
            message.Report(context, FindingName.SmbMessageMalformed, start + flaw.Offset, 8, text);
        }
    }

    private static Sender SenderOf(scoped in InspectionContext context)
    {
        var toServer = context.Flow.DestinationPort is 445 or 139;
        var fromServer = context.Flow.SourcePort is 445 or 139;
        if (context.Flow.Midstream && toServer == fromServer)
        {
            return Sender.Unknown;
        }

        var client = context.Flow.Midstream && fromServer ? Side.Backward : Side.Forward;
        return context.Side == client ? Sender.Client : Sender.Server;
    }
}
