using FsCheck.Xunit;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Tls;

public sealed class TlsRobustnessTests
{
    private static readonly byte[] Client = [.. SoundHello(), .. Record(20, 1), .. Record(22, new byte[40])];
    private static readonly byte[] Server = [.. ServerHello(), .. Record(22, Message(14)), .. Record(20, 1), .. Record(22, new byte[40]), .. Record(99, 1)];

    [Property(MaxTest = 200)]
    public void Segmentation_changes_neither_findings_nor_names(uint seed)
    {
        var whole = new Talk().Client(Client).Server(Server);
        var cut = Cut(new Random((int)seed), 90);

        Assert.Equal((whole.App, whole.ServerName, whole.Fingerprint), (cut.App, cut.ServerName, cut.Fingerprint));
        Assert.Equal(whole.End().Select(f => (f.Name, f.Detail.ToString(), f.Length)), cut.End().Select(f => (f.Name, f.Detail.ToString(), f.Length)));
    }

    [Fact]
    public void Byte_by_byte_is_the_same_as_at_once()
    {
        var talk = new Talk().Cut(Side.Forward, Client, 1).Cut(Side.Backward, Server, 1);

        Assert.Equal("stray.example", talk.ServerName);
        var finding = Assert.Single(talk.End());
        Assert.Equal((FindingName.TlsRecordInvalid, (long)Client.Length + Server.Length - 5, Talk.Offset), (finding.Name, finding.Frame, finding.Offset));
    }

    [Fact]
    public void Every_truncation_of_the_handshake_is_survived_without_alarm()
    {
        for (var length = 1; length < Client.Length; length++)
        {
            new Talk().Client(Client.AsSpan(..length)).Server(Server.AsSpan(..^6)).ExpectNothing();
        }
    }

    [Property(MaxTest = 500)]
    public void Mutated_handshakes_are_survived(uint seed)
    {
        var random = new Random((int)seed);
        byte[] client = [.. Client], server = [.. Server];
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            client[random.Next(client.Length)] = (byte)random.Next(256);
            server[random.Next(server.Length)] = (byte)random.Next(256);
        }

        var talk = new Talk().Cut(Side.Forward, client, random.Next(1, 400)).Cut(Side.Backward, server, random.Next(1, 400));
        Assert.All(talk.End(), f => Assert.True(f.Length >= 0 && f.Offset >= -1 && f.Frame > 0));
    }

    private static Talk Cut(Random random, int largest)
    {
        var talk = new Talk();
        int client = 0, server = 0;
        while (client < Client.Length)
        {
            var size = Math.Min(random.Next(1, largest), Client.Length - client);
            talk.Client(Client.AsSpan(client, size));
            client += size;
        }

        while (server < Server.Length)
        {
            var size = Math.Min(random.Next(1, largest), Server.Length - server);
            talk.Server(Server.AsSpan(server, size));
            server += size;
        }

        return talk;
    }
}
