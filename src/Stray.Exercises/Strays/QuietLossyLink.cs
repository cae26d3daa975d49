using Stray.Exercises.Answers;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Near miss: a bad cable; one workstation's segments get lost and are sent again all through the stretch.</summary>
internal sealed class QuietLossyLink(Scene scene, Host host) : Plant(scene, "quiet_lossy_link", PlantedKind.NearMiss)
{
    public override Planted Begin()
    {
        host.Loss = 0.08;
        return Answer("a lossy link, many retransmissions", (At(0), At(1)), [host], []);
    }
}
