using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Strays;

/// <summary>
/// Somebody on the path forges RSTs into live downloads: right numbers, another hop count, and the server that supposedly
/// gave up keeps sending.
/// </summary>
internal sealed class ResetInjection(Scene scene, Host host) : Plant(scene, "rst_injection", PlantedKind.Stray)
{
    public override Planted Begin()
    {
        var site = Scene.Office.Web.Sites[5];
        var span = (At(0.45), At(0.45) + (6 * Nanos.Minute));
        Every(90 * Nanos.Second, 0.3, span, time =>
        {
            var session = Scene.OpenTls(host, site, Payloads.TlsClient.Firefox, Scene.Names.Find(host, site, time));
            session.Exchange(640, 24_000, 20 * Nanos.Millisecond);
            session.Tcp.Wait(200 * Nanos.Millisecond);
            Forge(session.Tcp);
            session.Tcp.Wait(4 * Nanos.Millisecond);
            session.Send(Side.Server, 18_000);
            session.Tcp.Wait(300 * Nanos.Millisecond);
            session.Close(Side.Server);
        });
        return Answer("forged RSTs into downloads that go on", span, [host], site.Hosts) with
        {
            Findings = [FindingName.TcpRstInjectionSuspected, FindingName.TcpDataAfterClose],
            ScoreProves = false,
        };
    }

    /// <summary>Three RSTs a little ahead of each other, as injectors send them to be sure to hit the window.</summary>
    private void Forge(TcpConversation tcp)
    {
        var server = tcp[Side.Server];
        var client = tcp[Side.Client];
        for (var i = 0; i < 3; i++)
        {
            var ip = server.Host.To(client.Host, 6) with { TimeToLive = 61, Id = (ushort)(0x4000 + i), Fragment = 0 };
            var forged = new TcpFields(server.Port, client.Port, server.Sequence + (uint)(i * 1460), 0, TcpControl.Rst) { Window = 0 };
            Scene.Wire.Emit(tcp.Now + (i * 80 * Nanos.Microsecond), forged.Write(Scene.Wire.Scratch, ip, [], []));
        }
    }
}
