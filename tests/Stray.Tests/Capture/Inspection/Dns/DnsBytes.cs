using System.Buffers.Binary;
using System.Text;

namespace Stray.Tests.Capture.Inspection.Dns;

/// <summary>Builds DNS messages, sound or broken, byte by byte.</summary>
internal sealed class DnsBytes
{
    private readonly List<byte> _bytes;

    public DnsBytes(ushort flags, int questions = 1, int answers = 0, int authorities = 0, int additionals = 0)
    {
        _bytes = [0x12, 0x34];
        U16(flags).U16(questions).U16(answers).U16(authorities).U16(additionals);
    }

    public int Length => _bytes.Count;

    public static DnsBytes Query(string name, int type = 1) => new DnsBytes(0x0100).Question(name, type);

    /// <summary>A response with one answer whose owner points to the question.</summary>
    public static DnsBytes Answer(int type, params byte[] data) =>
        new DnsBytes(0x8180, answers: 1).Question("www.example.com", type).Record(type, data);

    public DnsBytes U16(int value) => Raw((byte)(value >> 8), (byte)value);

    public DnsBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public DnsBytes Name(string name)
    {
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            _bytes.Add((byte)label.Length);
            _bytes.AddRange(Encoding.Latin1.GetBytes(label));
        }

        return Raw(0);
    }

    public DnsBytes Question(string name, int type = 1, int @class = 1) => Name(name).U16(type).U16(@class);

    public DnsBytes Record(int type, byte[] data, int @class = 1) => Raw(0xC0, 12).U16(type).U16(@class).Raw(0, 0, 0, 60).U16(data.Length).Raw(data);

    public DnsBytes Opt(int size = 1232, params byte[] options) => Raw(0).U16(41).U16(size).Raw(0, 0, 0, 0).U16(options.Length).Raw(options);

    public byte[] Bytes() => [.. _bytes];

    /// <summary>With the length that goes before it over TCP.</summary>
    public byte[] Framed()
    {
        var framed = new byte[_bytes.Count + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)_bytes.Count);
        _bytes.CopyTo(framed, 2);
        return framed;
    }
}
