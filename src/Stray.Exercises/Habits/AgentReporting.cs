using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>
/// The management agent on every workstation, reporting every five minutes: regular, to one host outside, encrypted. What a
/// beacon looks like, but everybody has it.
/// </summary>
internal sealed class AgentReporting(Scene scene, Host host) : Habit(scene)
{
    protected override long Play(long time)
    {
        var site = Scene.Office.Web.Telemetry;
        var program = host.Stack.TimeToLive == 128 ? TlsClient.Schannel : TlsClient.OpenSsl;
        var session = Scene.OpenTls(host, site, program, Scene.Names.Find(host, site, time));
        session.Exchange(host.Dice.Between(600, 1400), host.Dice.Between(180, 420), host.Dice.Between(5, 40) * Nanos.Millisecond);
        session.Close(Side.Client);
        return time + (300 * Nanos.Second) + (host.Dice.Between(-6000, 6000) * Nanos.Millisecond);
    }
}
