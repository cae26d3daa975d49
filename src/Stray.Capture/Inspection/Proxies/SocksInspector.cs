using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Proxies;

/// <summary>
/// Follows a SOCKS handshake (RFC 1928 s3 to s6, RFC 1929, SOCKS 4) to its end, so that what the tunnel carries is recognised
/// as if it had no wrapping. Reports nothing itself.
/// </summary>
public sealed class SocksInspector : ProtocolInspector
{
    private const int MaximumMessage = 262; // version, reply, reserved, address type, length byte, 255 bytes of name, port
    private readonly byte[] _reply = new byte[MaximumMessage];
    private int _length;
    private int _version;
    private Stage _stage;

    private enum Stage : byte
    {
        Method,
        Authentication,
        Reply,
        GivenUp,
    }

    public override string Protocol => "socks";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _length = 0;
        _version = 0;
        _stage = Stage.Method;
    }

    public override bool Wants(Side side) => _stage != Stage.GivenUp;

    public override void OnGap(ref InspectionContext context, long bytes) => _stage = Stage.GivenUp;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (context.Side == Side.Forward)
        {
            _version = _version == 0 && chunk.Bytes.Length > 0 ? chunk.Bytes[0] : _version;
            return;
        }

        for (var i = 0; i < chunk.Bytes.Length && _stage != Stage.GivenUp; i++)
        {
            if (_length == MaximumMessage)
            {
                _stage = Stage.GivenUp;
                return;
            }

            _reply[_length++] = chunk.Bytes[i];
            if (Step())
            {
                context.App.SwitchTo(null, i + 1);
                return;
            }
        }
    }

    /// <summary>True when the server has granted the connection and the tunnel begins.</summary>
    private bool Step()
    {
        if (_version == 4)
        {
            return _length == 8 && Granted(_reply[1] == 0x5A);
        }

        switch (_stage)
        {
            case Stage.Method when _length == 2:
                _stage = _reply[0] != 5 ? Stage.GivenUp : _reply[1] switch { 0 => Stage.Reply, 2 => Stage.Authentication, _ => Stage.GivenUp };
                _length = 0;
                return false;
            case Stage.Authentication when _length == 2:
                _stage = _reply[1] == 0 ? Stage.Reply : Stage.GivenUp;
                _length = 0;
                return false;
            case Stage.Reply when _length >= 5 && _length == ReplyLength():
                return Granted(_reply[1] == 0);
            default:
                return false;
        }
    }

    private int ReplyLength() => _reply[3] switch { 1 => 10, 3 => 7 + _reply[4], 4 => 22, _ => MaximumMessage };

    private bool Granted(bool yes)
    {
        if (!yes)
        {
            _stage = Stage.GivenUp;
        }

        return yes;
    }
}
