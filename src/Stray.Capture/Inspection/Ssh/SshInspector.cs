using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ssh;

/// <summary>
/// SSH (RFC 4253) while it is in the clear: identification lines of both sides, then packets up to NEWKEYS. After that
/// everything is encrypted and nothing more is wanted.
/// </summary>
public sealed class SshInspector : ProtocolInspector
{
    private readonly SshSide _forward;
    private readonly SshSide _backward;

    public SshInspector(StreamBufferPool buffers)
    {
        _forward = new SshSide(buffers);
        _backward = new SshSide(buffers) { Peer = _forward };
        _forward.Peer = _backward;
    }

    public override string Protocol => "ssh";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _forward.Reset();
        _backward.Reset();
    }

    public override bool Wants(Side side) => !Of(side).Done;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var side = Of(context.Side);
        side.Read(context, chunk);
        CheckVersions(context, chunk, side);
        if (chunk.WireLength > chunk.Bytes.Length)
        {
            side.Stop();
        }
    }

    public override void OnGap(ref InspectionContext context, long bytes) => Of(context.Side).Stop();

    private SshSide Of(Side side) => side == Side.Forward ? _forward : _backward;

    private void CheckVersions(in InspectionContext context, scoped in StreamChunk chunk, SshSide side)
    {
        var other = side == _forward ? _backward : _forward;
        if (side.VersionCompared || side.Version == SshVersion.None || other.Version == SshVersion.None)
        {
            return;
        }

        side.VersionCompared = true;
        other.VersionCompared = true;
        if ((side.Version == SshVersion.One && other.Version == SshVersion.Two) || (side.Version == SshVersion.Two && other.Version == SshVersion.One))
        {
            var place = side.BannerPlace;
            context.ReportAt(
                FindingName.SshBannerInvalid, place.Frame, place.Offset, Math.Min(side.BannerLength, chunk.Bytes.Length), place.Time,
                "the two sides have no protocol version in common");
        }

        if (side.Version == SshVersion.One || other.Version == SshVersion.One)
        {
            side.Stop();
            other.Stop();
        }
    }
}
