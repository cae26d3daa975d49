using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Rlogin;

/// <summary>rlogin's opening (RFC 1282): NUL, local user NUL, remote user NUL, terminal/speed NUL; the server answers with a NUL.</summary>
public sealed class RloginInspector : ProtocolInspector
{
    private const int Fields = 4;
    private const int LongestOpening = 512;

    private int _seen;
    private int _fields;
    private bool _over;

    public override string Protocol => "rlogin";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _seen = _fields = 0;
        _over = false;
    }

    public override bool Wants(Side side) => side == Side.Forward && !_over;

    public override void OnGap(ref InspectionContext context, long bytes) => _over |= context.Side == Side.Forward;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (context.Side != Side.Forward || context.Flow.Midstream)
        {
            _over |= context.Flow.Midstream;
            return;
        }

        for (var i = 0; i < chunk.Bytes.Length && !_over; i++)
        {
            var flaw = Take(chunk.Bytes[i]);
            if (flaw is not null)
            {
                context.Report(FindingName.LineProtocolViolation, chunk, i, 1, flaw);
                _over = true;
            }
        }

        _over |= chunk.WireLength > chunk.Bytes.Length;
    }

    private string? Take(byte value)
    {
        if (_seen++ == 0 && value != 0)
        {
            return "opening does not begin with NUL";
        }

        _fields += value == 0 ? 1 : 0;
        _over = _fields == Fields;
        return _seen > LongestOpening ? "opening has no end"
            : value is not 0 and (< 0x20 or 0x7F) ? "control character in a user or terminal name"
            : null;
    }
}
