using Stray.Exercises.Conversations;

namespace Stray.Exercises.Habits;

/// <summary>Other organisations' servers deliver mail.</summary>
internal sealed class MailArrival(Scene scene) : Habit(scene)
{
    protected override long Play(long time)
    {
        var dice = Scene.Office.MailServer.Dice;
        var peer = dice.PickPopular(Scene.Office.Web.MailPeers);
        var tcp = Scene.Connect(dice.Pick(peer.Hosts), Scene.Office.MailServer, 25, time);
        tcp.Open();
        var recipient = dice.Pick(Scene.Office.People).Account;
        new MailSession(tcp).Deliver(peer.Name, recipient, (int)Math.Clamp(dice.LogNormal(4000, 1), 800, 60_000));
        return time + Nanos.Seconds(dice.Exponential(55));
    }
}
