using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>
/// A workstation claims the gateway's address towards its neighbours, again every two seconds, and puts it right in the end.
/// </summary>
internal sealed class ArpSpoofing(Scene scene, Host host, Host[] victims) : Plant(scene, "arp_spoofing", PlantedKind.Stray)
{
    public override Planted Begin()
    {
        var gateway = Scene.Office.Gateway;
        var span = (At(0.6), At(0.6) + (4 * Nanos.Minute));
        foreach (var victim in victims)
        {
            Every(2 * Nanos.Second, 0.02, span, time => Scene.Arp.Claim(host.Mac, gateway.Address, victim, time));
            Scene.Timeline.At(span.Item2, time => Scene.Arp.Claim(gateway.Mac, gateway.Address, victim, time));
        }

        var answer = Answer("unasked ARP replies that claim the gateway's address", span, [host, gateway], victims);
        return answer with
        {
            Entities = [.. answer.Entities, host.MacText, gateway.MacText], // the repair is sent in the gateway's name
            Findings = [FindingName.ArpBindingConflict, FindingName.ArpGratuitousUnsolicited],
        };
    }
}
