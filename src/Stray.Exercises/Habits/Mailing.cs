using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>The mail program looks every few minutes; now and then somebody writes a mail.</summary>
internal sealed class Mailing(Scene scene, Person person) : Habit(scene)
{
    private const string ServerName = "mail." + OfficeNetwork.Domain;
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var known = Scene.Names.FindLocal(person.Host, Scene.Office.MailServer, time);
        if (person.MailEncrypted)
        {
            CheckEncrypted(known);
        }
        else
        {
            CheckClear(known);
        }

        if (_dice.Chance(0.22 * person.Day.Activity(time)))
        {
            Write(known + (_dice.Between(5, 90) * Nanos.Second));
        }

        return time + (_dice.Between(280, 320) * Nanos.Second);
    }

    private void CheckEncrypted(long time)
    {
        var tcp = Scene.Connect(person.Host, Scene.Office.MailServer, 993, time);
        tcp.Open();
        var session = new TlsSession(tcp, Scene.Office.MailTls, Scene.Writer);
        session.Handshake(TlsClient.Schannel, ServerName);
        session.Send(Side.Server, 110);
        session.Exchange(38, 130, Milliseconds(1, 12));
        session.Exchange(16, 190, Milliseconds(1, 12));
        session.Exchange(22, _dice.Chance(0.25) ? _dice.Between(900, 14_000) : 60, Milliseconds(1, 30));
        session.Exchange(10, 50, Milliseconds(1, 5));
        session.Close(Side.Server);
    }

    private void CheckClear(long time)
    {
        var tcp = Scene.Connect(person.Host, Scene.Office.MailServer, 143, time);
        tcp.Open();
        new MailSession(tcp).Check(person.Account, _dice.Chance(0.25) ? _dice.Between(1, 2) : 0);
    }

    private void Write(long time)
    {
        var tcp = Scene.Connect(person.Host, Scene.Office.MailServer, 587, time);
        tcp.Open();
        var size = (int)Math.Clamp(_dice.LogNormal(5000, 1.1), 700, 120_000);
        new MailSession(tcp).Submit(person.Host.Name, new TlsSession(tcp, Scene.Office.MailTls, Scene.Writer), size);
    }

    private long Milliseconds(int low, int high) => _dice.Between(low, high) * Nanos.Millisecond;
}
