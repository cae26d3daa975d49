using System.Text;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>Writes DNS messages (RFC 1035 s4), the question first and then answers that point back to it.</summary>
internal sealed class DnsMessage(ByteWriter writer)
{
    private const int QuestionName = 0xC00C; // compression pointer to offset 12

    private int _answers;
    private int _authorities;

    public ReadOnlySpan<byte> Written => writer.Written;

    public DnsMessage Query(ushort id, string name, DnsType type)
    {
        Begin(id, 0x0100);
        return Question(name, type);
    }

    /// <param name="code">0 = no error, 3 = no such name.</param>
    public DnsMessage Response(ushort id, string name, DnsType type, int code = 0)
    {
        Begin(id, 0x8180 | code);
        return Question(name, type);
    }

    /// <summary>An mDNS answer carries no question (RFC 6762 s6).</summary>
    public DnsMessage Announcement(string name, string instance, int ttl)
    {
        Begin(0, 0x8400);
        PutName(name);
        writer.U16((int)DnsType.Ptr).U16(1).U32(ttl);
        var data = writer.Open(2);
        PutName(instance);
        writer.Close(data, 2);
        return Count(answers: 1);
    }

    public DnsMessage Alias(string canonical, uint ttl)
    {
        Record(DnsType.Cname, ttl);
        var data = writer.Open(2);
        PutName(canonical);
        writer.Close(data, 2);
        return Count(answers: 1);
    }

    public DnsMessage Address(uint address, uint ttl, string? owner = null)
    {
        if (owner is null)
        {
            Record(DnsType.A, ttl);
        }
        else
        {
            PutName(owner);
            writer.U16((int)DnsType.A).U16(1).U32(ttl);
        }

        writer.U16(4).U32(address);
        return Count(answers: 1);
    }

    public DnsMessage Data(DnsType type, uint ttl, ReadOnlySpan<byte> data)
    {
        Record(type, ttl);
        writer.U16(data.Length).Bytes(data);
        return Count(answers: 1);
    }

    public DnsMessage Service(int port, string target, uint ttl)
    {
        Record(DnsType.Srv, ttl);
        var data = writer.Open(2);
        writer.U16(0).U16(100).U16(port);
        PutName(target);
        writer.Close(data, 2);
        return Count(answers: 1);
    }

    /// <summary>The zone's SOA in the authority section: "there is no such data" (RFC 2308).</summary>
    public DnsMessage Authority(string zone)
    {
        PutName(zone);
        writer.U16((int)DnsType.Soa).U16(1).U32(900);
        var data = writer.Open(2);
        PutName("ns1." + zone);
        PutName("hostmaster." + zone);
        writer.U32(2026030201).U32(7200).U32(900).U32(1209600).U32(900).Close(data, 2);
        return Count(authorities: 1);
    }

    /// <summary>Allows answers of this size (RFC 6891).</summary>
    public DnsMessage Edns(int size)
    {
        writer.U8(0).U16(41).U16(size).U32(0).U16(0);
        return Count(additional: 1);
    }

    /// <summary>Multicast queries ask for no recursion (RFC 6762 s18.6, RFC 4795 s2.1.1).</summary>
    public DnsMessage Multicast()
    {
        writer.Patch16(2, 0);
        return this;
    }

    private void Begin(ushort id, int flags)
    {
        _answers = _authorities = 0;
        writer.Clear().U16(id).U16(flags).U64(0);
    }

    private DnsMessage Question(string name, DnsType type)
    {
        PutName(name);
        writer.U16((int)type).U16(1);
        writer.Patch16(4, 1);
        return this;
    }

    private void Record(DnsType type, uint ttl) => writer.U16(QuestionName).U16((int)type).U16(1).U32(ttl);

    private DnsMessage Count(int answers = 0, int authorities = 0, int additional = 0)
    {
        _answers += answers;
        _authorities += authorities;
        writer.Patch16(6, _answers).Patch16(8, _authorities).Patch16(10, additional);
        return this;
    }

    private void PutName(string name)
    {
        Span<byte> label = stackalloc byte[63];
        foreach (var part in name.AsSpan().Split('.'))
        {
            var length = Encoding.UTF8.GetBytes(name.AsSpan()[part], label);
            writer.U8(length).Bytes(label[..length]);
        }

        writer.U8(0);
    }
}
