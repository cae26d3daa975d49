using Stray.Exercises.Conversations;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>The file server copies what changed to the backup server, twice an hour, over SSH.</summary>
internal sealed class BackingUp(Scene scene) : Habit(scene)
{
    protected override long Play(long time)
    {
        var dice = Scene.Office.FileServer.Dice;
        Copy(time, (int)Math.Clamp(dice.LogNormal(700_000, 0.5), 200_000, 2_000_000));
        return time + (30 * Nanos.Minute) + (dice.Between(0, 20) * Nanos.Second);
    }

    /// <returns>When the copy is done.</returns>
    public long Copy(long time, int bytes)
    {
        var tcp = Scene.Connect(Scene.Office.FileServer, Scene.Office.BackupServer, 22, time);
        tcp.Open();
        var session = new SshSession(Scene, tcp, SshMessage.OpenSsh);
        session.Handshake();
        session.LogIn(30 * Nanos.Millisecond);
        for (var sent = 0; sent < bytes; sent += 250_000)
        {
            session.Transfer(Side.Client, Math.Min(250_000, bytes - sent));
            session.Exchange(40, 60);
        }

        tcp.Close(Side.Client);
        return tcp.Now;
    }
}
