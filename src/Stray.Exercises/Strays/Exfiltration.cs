using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Strays;

/// <summary>A large upload by a browser to a host where nobody here ever sent anything: nothing is broken, only unusual.</summary>
internal sealed class Exfiltration(Scene scene, Host host) : Plant(scene, "exfiltration", PlantedKind.Stray)
{
    private const int Megabytes = 6;

    public override Planted Begin()
    {
        var drop = Stranger("drop");
        var site = new Site("up.coral-share.example", [drop], new TlsServer(true, 0x1302, []), 400);
        var begin = At(0.52);
        Scene.Timeline.At(begin, time =>
        {
            var session = Scene.OpenTls(host, site, TlsClient.Chromium, Scene.Names.Find(host, site, time));
            for (var i = 0; i < Megabytes * 4; i++)
            {
                session.Exchange(262_144, 180, 15 * Nanos.Millisecond);
            }

            session.Close(Side.Client);
        });
        var what = $"upload of {Megabytes} MiB to a host nobody sent anything to";
        return Answer(what, (begin, begin + (4 * Nanos.Minute)), [host], [drop]) with
        {
            ScoreProves = true,
        };
    }
}
