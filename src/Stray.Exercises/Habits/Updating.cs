using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>The operating system's updater: asks about once an hour and fetches what is new in ranges, by plain HTTP.</summary>
internal sealed class Updating(Scene scene, Host host) : Habit(scene)
{
    public const int RangeSize = 65_536;

    protected override long Play(long time)
    {
        Fetch(time, host.Dice.Chance(0.5) ? host.Dice.Between(1, 3) : 0);
        return time + (host.Dice.Between(50, 70) * Nanos.Minute);
    }

    /// <summary>Asks for the catalogue, then fetches this many ranges of what it names.</summary>
    public void Fetch(long time, int ranges)
    {
        var site = Scene.Office.Web.UpdateMirror;
        var tcp = Scene.Connect(host, host.Dice.Pick(site.Hosts), 80, Scene.Names.Find(host, site, time));
        tcp.Open();
        var session = new HttpSession(Scene, tcp, site.Name);
        session.Ask("/v9/catalog.cab", Payloads.HttpMessage.UpdateAgent, host.Dice.Between(2000, 6000));
        var path = $"/d/msdownload/{host.Dice.Next():x16}.cab";
        var total = (long)RangeSize * host.Dice.Between(Math.Max(20, ranges), Math.Max(90, ranges));
        for (var i = 0; i < ranges; i++)
        {
            session.Fetch(path, (long)i * RangeSize, RangeSize, total);
            tcp.Wait(host.Dice.Between(200, 2500) * Nanos.Millisecond);
        }

        tcp.Close(Side.Client);
    }
}
