using Stray.Capture.Flows;
using Stray.Capture.Inspection.Recognition;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.PortProtocol;

/// <summary>What a stream that no probe recognised says about itself: it breaks its port's protocol, or it is random throughout.</summary>
internal static class UnknownProtocol
{
    /// <summary>FTP's data connections come from this port and carry whatever the file is (RFC 959 s3.2).</summary>
    private const ushort FtpData = 20;

    /// <summary>Fewer bytes (a line end typed by hand) contradict nothing.</summary>
    private const int MinimumLength = 4;

    /// <param name="chunk">The first chunk of the context's side.</param>
    public static void Report(in InspectionContext context, Recogniser recogniser, scoped in StreamChunk chunk)
    {
        var app = context.App;
        var beginningSeen = !context.Flow.Midstream && !app.Forward.Broken && !app.Backward.Broken;
        if (app.Expected is not null)
        {
            DirectionMismatch.ReportUnexpected(context, chunk);
        }
        else if (app.Switches == 0 && beginningSeen)
        {
            ReportViolation(context, recogniser.Registry, chunk);
            ReportEncrypted(context, chunk);
        }
    }

    private static void ReportViolation(in InspectionContext context, ProtocolRegistry registry, scoped in StreamChunk chunk)
    {
        var port = context.Flow.DestinationPort;
        if (PortMismatch.StrictOwner(registry, port, udp: false) is not { } owner || chunk.Bytes.Length < MinimumLength)
        {
            return;
        }

        var other = context.App.Opening?.Of(Other(context.Side));
        if (owner.Probe(chunk.Bytes, context.Side, false) == ProbeResult.No)
        {
            Report(context, FindingName.AppProtocolViolationOnPort, chunk, new FindingDetail(owner.RejectedText, port));
        }
        else if (other is { Length: > 0 } && owner.Probe(other.Bytes, Other(context.Side), false) == ProbeResult.No)
        {
            Report(context, FindingName.AppProtocolViolationOnPort, other.Chunk(0), new FindingDetail(owner.RejectedText, port));
        }
    }

    private static void ReportEncrypted(in InspectionContext context, scoped in StreamChunk chunk)
    {
        if (context.App.ResponderFirst || context.Flow.DestinationPort == FtpData || context.Flow.SourcePort == FtpData)
        {
            return;
        }

        var opening = context.App.Opening;
        var client = context.Side == Side.Forward ? chunk : First(opening, Side.Forward);
        var server = context.Side == Side.Backward ? chunk : First(opening, Side.Backward);
        if (Randomness.IsFullyEncrypted(client.Bytes)
            && (server.Bytes.Length < Randomness.MinimumLength || Randomness.IsFullyEncrypted(server.Bytes)))
        {
            Report(context, FindingName.FlowFullyEncryptedUnknown, client, "no known protocol, random from the first byte on");
        }
    }

    private static StreamChunk First(Opening? opening, Side side) =>
        opening?.Of(side) is { Length: > 0 } buffer ? buffer.Chunk(0) : default;

    private static void Report(in InspectionContext context, FindingName name, scoped in StreamChunk chunk, FindingDetail detail) =>
        context.Report(name, chunk, 0, chunk.Bytes.Length, detail);

    private static Side Other(Side side) => side == Side.Forward ? Side.Backward : Side.Forward;
}
