using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Protocols where they do not belong, to get through the firewall: SSH on 443, HTTP on 53.</summary>
internal sealed class WrongPort(Scene scene, Host host) : Plant(scene, "wrong_port", PlantedKind.Stray)
{
    public override Planted Begin()
    {
        var outside = Stranger("jump");
        var span = (At(0.15), At(0.15) + (12 * Nanos.Minute));
        Every(4 * Nanos.Minute, 0.2, span, time => Shell(outside, time));
        Every(5 * Nanos.Minute, 0.2, span, time => Page(outside, time + Nanos.Minute));
        return Answer("SSH on port 443 and HTTP on port 53", span, [host], [outside]) with
        {
            Findings = [FindingName.AppProtocolPortMismatch, FindingName.AppProtocolPortNew, FindingName.AppProtocolViolationOnPort, FindingName.TlsRecordInvalid],
            ScoreProves = true,
        };
    }

    private void Shell(Host outside, long time)
    {
        var tcp = Scene.Connect(host, outside, 443, time);
        tcp.Open();
        var session = new SshSession(Scene, tcp);
        session.Handshake();
        session.LogIn(300 * Nanos.Millisecond);
        session.Type(6, 900);
        tcp.Close(Side.Client);
    }

    private void Page(Host outside, long time)
    {
        var tcp = Scene.Connect(host, outside, 53, time);
        tcp.Open();
        new HttpSession(Scene, tcp, outside.ToString()).Search();
        tcp.Close(Side.Client);
    }
}
