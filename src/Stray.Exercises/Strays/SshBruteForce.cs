using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Strays;

/// <summary>A workstation that never used SSH tries passwords on a server, six a connection, until the server hangs up.</summary>
internal sealed class SshBruteForce(Scene scene, Host host) : Plant(scene, "ssh_brute_force", PlantedKind.Stray)
{
    private const int Attempts = 150, TriesPerConnection = 6;

    public override Planted Begin()
    {
        var target = Scene.Office.ShellServers[1];
        var span = (At(0.8), At(0.8) + (Attempts * 2 * Nanos.Second));
        Every(2 * Nanos.Second, 0.4, span, time =>
        {
            var tcp = Scene.Connect(host, target, 22, time);
            tcp.Open();
            var session = new SshSession(Scene, tcp, SshMessage.Paramiko);
            session.Handshake();
            for (var i = 0; i < TriesPerConnection; i++)
            {
                session.Exchange(Dice.Between(60, 76), 36);
                tcp.Wait(Dice.Between(20, 60) * Nanos.Millisecond);
            }

            tcp.Close(Side.Server);
        });
        return Answer($"{Attempts} connections trying passwords", span, [host], [target]) with
        {
            Findings = [FindingName.FlowRateSpike],
            ScoreProves = true,
        };
    }
}
