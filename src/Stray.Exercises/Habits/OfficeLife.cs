using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>An ordinary stretch of the office's day: who starts what when.</summary>
internal sealed class OfficeLife(Scene scene)
{
    private readonly Dice _dice = scene.Dice.Fork("life");

    /// <param name="morning">The stretch begins with people switching their machines on.</param>
    public void Begin(bool morning)
    {
        WakeAll();
        BeginServers();
        foreach (var person in scene.Office.People)
        {
            var host = person.Host;
            var arrival = person.Day.Begins(scene.Timeline.Start) + Spread(90);
            scene.Timeline.At(arrival, time =>
            {
                var boots = morning || host.Dice.Chance(0.1);
                var ready = boots ? new LeaseKeeping(scene, host).Boot(time) : time;
                Machine(host, ready);
                AtWork(person, ready);
            });
        }
    }

    /// <summary>What runs on a workstation whether somebody sits there or not.</summary>
    public void Machine(Host host, long time)
    {
        new LeaseKeeping(scene, host).Begin(time + Spread(4 * 3600));
        new TimeKeeping(scene, host, scene.Office.TimeServer).Begin(time + Spread(256));
        new AgentReporting(scene, host).Begin(time + Spread(300));
        new Updating(scene, host).Begin(time + Spread(3000));
        new NameChatter(scene, host).Begin(time + Spread(600));
    }

    /// <summary>What somebody does there.</summary>
    public void AtWork(Person person, long time)
    {
        new Browsing(scene, person).Begin(time + Spread(200));
        new Mailing(scene, person).Begin(time + Spread(300));
        new FileWork(scene, person).Begin(time + Spread(900));
        new IntranetWork(scene, person).Begin(time + Spread(600));
        new Chatting(scene, person).Begin(time + Spread(120));
        new Printing(scene, person).Begin(time + Spread(2400));
        if (person.IsDeveloper || person.IsAdmin)
        {
            new ShellWork(scene, person).Begin(time + Spread(500));
        }

        scene.Names.FindService(person.Host, "_ldap._tcp.dc._msdcs", 389, scene.Office.DomainController, time + Nanos.Second);
    }

    private void WakeAll()
    {
        foreach (var host in scene.Office.Local.Concat(scene.Office.Web.Hosts).Append(scene.Office.Mdns))
        {
            host.Wake(scene.Dice.Fork(host.Name));
        }
    }

    private void BeginServers()
    {
        var office = scene.Office;
        var start = scene.Timeline.Start;
        new Monitoring(scene).Begin(start + Spread(5));
        new MailArrival(scene).Begin(start + Spread(60));
        new BackingUp(scene).Begin(start + Spread(1500));
        new TimeKeeping(scene, office.TimeServer, office.Web.TimeSource).Begin(start + Spread(64));
        foreach (var server in office.Servers.Where(s => s != office.TimeServer))
        {
            new TimeKeeping(scene, server, office.TimeServer).Begin(start + Spread(256));
        }
    }

    private long Spread(int seconds) => Nanos.Seconds(_dice.Unit() * seconds);
}
