using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Strays;

/// <summary>An implant calls home over HTTPS every minute, a tenth of jitter, to a host nobody else talks to.</summary>
internal sealed class Beacon(Scene scene, Host host) : Plant(scene, "beacon", PlantedKind.Stray)
{
    public override Planted Begin()
    {
        var home = Stranger("c2");
        var site = new Site("static.quietforge-sync.example", [home], new TlsServer(true, 0x1301, []) { EncryptedFlight = 1180 }, 200);
        var span = (At(0.08), At(0.95));
        Every(60 * Nanos.Second, 0.1, span, time =>
        {
            var session = Scene.OpenTls(host, site, TlsClient.Implant, Scene.Names.Find(host, site, time));
            session.Exchange(284, Dice.Chance(0.1) ? Dice.Between(900, 4000) : 132, Dice.Between(8, 15) * Nanos.Millisecond);
            session.Close(Conversations.Side.Client);
        });
        return Answer("HTTPS every 60 s to a host nobody else talks to", span, [host], [home]) with
        {
            Findings = [FindingName.FlowPeriodicBeacon, FindingName.FlowBeaconNewDestination],
            ScoreProves = true,
        };
    }
}
