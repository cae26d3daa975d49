using Stray.Exercises.Answers;
using Stray.Exercises.Habits;

namespace Stray.Exercises.Strays;

/// <summary>Near miss: the full backup, an order of magnitude more than the usual copy, to the usual server.</summary>
internal sealed class QuietBackup(Scene scene) : Plant(scene, "quiet_big_backup", PlantedKind.NearMiss)
{
    public override Planted Begin()
    {
        var begin = At(0.65);
        Scene.Timeline.At(begin, time => new BackingUp(Scene).Copy(time, 6_000_000));
        var span = (begin, begin + (3 * Nanos.Minute));
        return Answer("full backup to the usual server", span, [Scene.Office.FileServer], [Scene.Office.BackupServer]);
    }
}
