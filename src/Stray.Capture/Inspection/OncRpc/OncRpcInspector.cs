using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.OncRpc;

/// <summary>ONC RPC (RFC 5531) over UDP and TCP, with what NFS, mount and the port mapper define.</summary>
public sealed class OncRpcInspector(string protocol) : ProtocolInspector
{
    private const int Mark = 4;
    private const int Kept = 1024;

    /// <summary>NFS transfers a megabyte or two at a time; no server takes more than this.</summary>
    private const int LongestFragment = 64 << 20;

    private readonly MessageReader[] _readers = [new(Mark, Kept, LengthOf), new(Mark, Kept, LengthOf)];
    private readonly OpenCalls _calls = new();
    private readonly bool[] _inRecord = new bool[2];

    public override string Protocol => protocol;

    public override void Reset()
    {
        _readers[0].Reset();
        _readers[1].Reset();
        _calls.Reset();
        _inRecord.AsSpan().Clear();
    }

    public override bool Wants(Side side) => !_readers[(int)side].IsLost;

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var message = new OncRpcMessage(chunk.Bytes, chunk.WireLength);
        if (!message.HasHead || message.Type > OncRpcMessage.Reply || (message.Id == 0 && message.Type == 0))
        {
            return; // on these ports by chance
        }

        var toServer = IsServerPort(context, context.Side == Side.Forward) && !IsServerPort(context, context.Side != Side.Forward);
        var fromServer = IsServerPort(context, context.Side != Side.Forward) && !IsServerPort(context, context.Side == Side.Forward);
        if (message.Check() is { Text: { } text } flaw)
        {
            context.Report(FindingName.RpcMessageInvalid, chunk, flaw.Offset, 4, new FindingDetail(text, flaw.Value));
        }
        else if ((toServer && message.Type == OncRpcMessage.Reply) || (fromServer && message.Type == OncRpcMessage.Call))
        {
            context.Report(FindingName.RpcMessageInvalid, chunk, 4, 4, toServer ? "reply sent to a server" : "call sent by a server");
        }
    }

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        _calls.GiveUp();
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
            _calls.GiveUp();
            reader.Miss(chunk.WireLength - chunk.Bytes.Length);
        }
    }

    public override void OnEnd(ref InspectionContext context)
    {
        if (!context.Flow.Midstream)
        {
            _calls.End(context);
        }
    }

    private static long LengthOf(ReadOnlySpan<byte> mark)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(mark) & 0x7FFFFFFF;
        return length <= LongestFragment ? Mark + length : -1;
    }

    private static bool IsServerPort(scoped in InspectionContext context, bool destination) =>
        (destination ? context.Flow.DestinationPort : context.Flow.SourcePort) is 111 or 2049;

    private void Take(scoped in InspectionContext context, scoped in PlacedBytes fragment, long length)
    {
        if (length < 0)
        {
            fragment.Report(context, FindingName.RpcMessageInvalid, 0, Mark,
                new FindingDetail("fragment of {0} bytes", BinaryPrimitives.ReadUInt32BigEndian(fragment.Bytes) & 0x7FFFFFFF));
            return;
        }

        ref var inRecord = ref _inRecord[(int)context.Side];
        var continued = inRecord;
        var isLast = (fragment.Bytes[0] & 0x80) != 0;
        inRecord = !isLast;
        var message = new OncRpcMessage(fragment.Bytes[Mark..], isLast ? length - Mark : long.MaxValue);
        if (continued || !message.HasHead)
        {
            return;
        }

        if (message.Check() is { Text: { } text } flaw)
        {
            fragment.Report(context, FindingName.RpcMessageInvalid, Mark + flaw.Offset, 4, new FindingDetail(text, flaw.Value));
            return;
        }

        if (message.Type == OncRpcMessage.Call)
        {
            _calls.Add(message.Id);
        }
        else
        {
            _calls.Answer(message.Id, fragment.PlaceOf(Mark));
        }
    }
}
