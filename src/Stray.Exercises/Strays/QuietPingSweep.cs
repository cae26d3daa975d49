using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Near miss: an admin looks whether three machines are up.</summary>
internal sealed class QuietPingSweep(Scene scene, Host admin) : Plant(scene, "quiet_ping_sweep", PlantedKind.NearMiss)
{
    public override Planted Begin()
    {
        var begin = At(0.4);
        Host[] targets = [.. Scene.Office.ShellServers];
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[i];
            Scene.Timeline.At(begin + (i * 5 * Nanos.Second), time => new Ping(Scene).Play(admin, target, 4, time));
        }

        return Answer("an admin pings three servers", (begin, begin + (20 * Nanos.Second)), [admin], targets);
    }
}
