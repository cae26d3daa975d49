using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>DNS as an office asks it: the host's cache, then the domain controller, which asks a resolver outside when it must.</summary>
internal sealed class NameLookup(Scene scene)
{
    private readonly DnsMessage _message = new(scene.Writer);

    /// <summary>Looks up a site outside; returns when the host knows its address.</summary>
    public long Find(Host host, Site site, long time)
    {
        if (host.NameCache.GetValueOrDefault(site.Name) > time)
        {
            return time;
        }

        host.NameCache[site.Name] = time + (site.TimeToLive * Nanos.Second);
        if (host.Stack.TimeToLive == 128)
        {
            // Windows asks for both families at once; our web has no IPv6.
            var second = time + (40 * Nanos.Microsecond);
            Ask(host, new Question(site.Name, DnsType.Aaaa, message => message.Authority(Parent(site.Name))), second);
        }

        return Ask(host, new Question(site.Name, DnsType.A, message => Answer(message, site)), time);
    }

    /// <summary>A server of the office itself, answered by the domain controller alone.</summary>
    public long FindLocal(Host host, Host server, long time)
    {
        var name = $"{server.Name}.{OfficeNetwork.Domain}";
        if (host.NameCache.GetValueOrDefault(name) > time || host == scene.Office.DomainController)
        {
            return time;
        }

        host.NameCache[name] = time + (20 * Nanos.Minute);
        return Ask(host, new Question(name, DnsType.A, message => message.Address(server.Address, 1200)), time);
    }

    /// <summary>A name that does not exist: a typing mistake, a search suffix.</summary>
    public long FindNothing(Host host, string name, long time) =>
        Ask(host, new Question(name, DnsType.A, message => message.Authority(Parent(name))) { Code = 3 }, time);

    public long FindService(Host host, string service, int port, Host server, long time)
    {
        var target = $"{server.Name}.{OfficeNetwork.Domain}";
        return Ask(host, new Question($"{service}.{OfficeNetwork.Domain}", DnsType.Srv, message => message.Service(port, target, 600)), time);
    }

    /// <summary>One question to the domain controller, from a port of its own; returns when the answer has come.</summary>
    public long Ask(Host host, Question question, long time)
    {
        var server = scene.Office.DomainController;
        var answered = host == server ? time : scene.Arp.Reach(host, server, time);
        if (host != server)
        {
            var id = (ushort)host.Dice.Next();
            var port = host.NextPort();
            Send(host, server, port, answered, _message.Query(id, question.Name, question.Type));
            answered = Forward(question, answered + server.React());
            Send(server, host, port, answered, Respond(id, question));
            return answered + host.React();
        }

        return Forward(question, answered);
    }

    /// <summary>The domain controller's own question to the world, unless it knows.</summary>
    private long Forward(Question question, long time)
    {
        var server = scene.Office.DomainController;
        var key = $"{question.Type} {question.Name}";
        if (question.Name.EndsWith(OfficeNetwork.Domain, StringComparison.Ordinal) || server.NameCache.GetValueOrDefault(key) > time)
        {
            return time;
        }

        server.NameCache[key] = time + (question.Cached * Nanos.Second);
        var resolver = scene.Office.Web.Resolvers[server.Dice.Chance(0.8) ? 0 : 1];
        var id = (ushort)server.Dice.Next();
        var port = server.NextPort();
        time = scene.Arp.Reach(server, resolver, time);
        Send(server, resolver, port, time, _message.Query(id, question.Name, question.Type).Edns(1232));
        time += resolver.React();
        Send(resolver, server, port, time, Respond(id, question).Edns(1232));
        return time + server.React();
    }

    private DnsMessage Respond(ushort id, Question question) =>
        question.Answer(_message.Response(id, question.Name, question.Type, question.Code));

    private void Send(Host from, Host to, ushort clientPort, long time, DnsMessage message)
    {
        var ports = to == scene.Office.DomainController && !from.IsOutside || to.IsOutside
            ? new UdpFields(clientPort, 53)
            : new UdpFields(53, clientPort);
        scene.Datagram(from, to, ports, time, message.Written);
    }

    private static DnsMessage Answer(DnsMessage message, Site site)
    {
        if (site.Alias is { } alias)
        {
            message.Alias(alias, (uint)site.TimeToLive);
        }

        foreach (var host in site.Hosts)
        {
            message.Address(host.Address, (uint)site.TimeToLive, site.Alias);
        }

        return message;
    }

    private static string Parent(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
