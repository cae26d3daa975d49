using Stray.Capture.Flows;
using Stray.Capture.Inspection.Ntlm;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.DceRpc;

/// <summary>DCE/RPC over TCP (C706 s12, MS-RPCE): fragments of each side and what they carry for authentication.</summary>
public sealed class DceRpcInspector : ProtocolInspector
{
    private const int Kept = 6000;

    private readonly MessageReader[] _readers =
        [new(DceRpcHeader.Length, Kept, DceRpcHeader.LengthOf), new(DceRpcHeader.Length, Kept, DceRpcHeader.LengthOf)];
    private readonly FragmentRun[] _runs = new FragmentRun[2];

    public override string Protocol => "dcerpc";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _readers[0].Reset();
        _readers[1].Reset();
        _runs.AsSpan().Clear();
    }

    public override bool Wants(Side side) => !_readers[(int)side].IsLost;

    public override void OnGap(ref InspectionContext context, long bytes) => _readers[(int)context.Side].Lose();

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var reader = _readers[(int)context.Side];
        for (var position = 0; reader.TryRead(chunk, ref position, out var message, out var length);)
        {
            if (length < 0)
            {
                message.Report(context, FindingName.DcerpcFragmentAnomaly, 0, DceRpcHeader.Length, "no fragment where one is due");
                return;
            }

            Check(context, message);
            reader.Next();
        }

        if (chunk.WireLength > chunk.Bytes.Length)
        {
            reader.Lose();
        }
    }

    private void Check(scoped in InspectionContext context, scoped in PlacedBytes message)
    {
        var header = DceRpcHeader.Read(message.Bytes);
        if (header.AuthLength > 0 && DceRpcHeader.Length + DceRpcHeader.AuthTrailer + header.AuthLength > header.FragmentLength)
        {
            message.Report(context, FindingName.DcerpcFragmentAnomaly, 10, 2,
                new FindingDetail("authentication of {0} bytes in a fragment of {1}", header.AuthLength, header.FragmentLength));
        }
        else if (header.AuthLength > 0 && message.Length == header.FragmentLength)
        {
            CheckAuth(context, message, header);
        }

        if (header.Type is DceRpcHeader.Request or DceRpcHeader.Response && _runs[(int)context.Side].Take(header, context.Flow.Midstream) is { } flaw)
        {
            message.Report(context, FindingName.DcerpcFragmentAnomaly, 3, 1, flaw);
        }
    }

    private static void CheckAuth(scoped in InspectionContext context, scoped in PlacedBytes message, DceRpcHeader header)
    {
        var start = header.FragmentLength - header.AuthLength;
        var type = message.Bytes[start - DceRpcHeader.AuthTrailer];
        if (!DceRpcHeader.IsKnownAuth(type))
        {
            message.Report(context, FindingName.DcerpcFragmentAnomaly, start - DceRpcHeader.AuthTrailer, 1, new FindingDetail("authentication type {0}", type));
            return;
        }

        var value = message.Bytes[start..];
        var ntlm = value.IndexOf(NtlmMessage.Signature);
        if (ntlm >= 0 && NtlmMessage.Check(value[ntlm..]) is { Text: { } text } flaw)
        {
            message.Report(context, FindingName.DcerpcFragmentAnomaly, start + ntlm + flaw.Offset, 8, text);
        }
    }
}
