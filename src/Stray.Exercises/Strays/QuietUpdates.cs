using Stray.Exercises.Answers;
using Stray.Exercises.Habits;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Near miss: patch day, several machines fetch far more ranges than usual from the usual mirror at the same time.</summary>
internal sealed class QuietUpdates(Scene scene, Host[] hosts) : Plant(scene, "quiet_updater_burst", PlantedKind.NearMiss)
{
    public override Planted Begin()
    {
        var begin = At(0.25);
        foreach (var host in hosts)
        {
            Scene.Timeline.At(begin + (Dice.Between(0, 120) * Nanos.Second), time => new Updating(Scene, host).Fetch(time, 16));
        }

        return Answer("patch day", (begin, begin + (5 * Nanos.Minute)), hosts, Scene.Office.Web.UpdateMirror.Hosts);
    }
}
