using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Capture.Inspection.Dnp3;
using Stray.Capture.Inspection.Enip;
using Stray.Capture.Inspection.Iec104;
using Stray.Capture.Inspection.Kerberos;
using Stray.Capture.Inspection.Ldap;
using Stray.Capture.Inspection.Modbus;
using Stray.Capture.Inspection.Mqtt;
using Stray.Capture.Inspection.Ntp;
using Stray.Capture.Inspection.Postgres;
using Stray.Capture.Inspection.Rdp;
using Stray.Capture.Inspection.Rfb;
using Stray.Capture.Inspection.S7;
using Stray.Capture.Inspection.Sip;
using Stray.Capture.Inspection.Snmp;
using Stray.Contracts.Flows;
using Stray.Tests.Capture.Inspection.Dnp3;

namespace Stray.Tests.Capture.Inspection.Framing;

/// <summary>Every inspector of messages: where segments end changes nothing, no bytes throw or hang, steady messages allocate nothing.</summary>
public sealed class FramedInspectorTests
{
    private static readonly (string Name, Func<ProtocolInspector> Make, byte[] Stream)[] Subjects =
    [
        ("mqtt", () => new MqttInspector(), Hex("100C00044D5154540402003C0000 3080100003616263" + Zeros(2043) + "36070001610002 6869 C100 0000")),
        ("dnp3", () => new Dnp3Inspector(), [.. Dnp3Bytes.Message(0xC4, 1, 0x3C, 2, 6), .. Dnp3Bytes.Message(0xC4, 2, new byte[200]), .. Broken(Dnp3Bytes.Message(0xC4, 1, 0x3C, 2, 6))]),
        ("modbus", () => new ModbusInspector(), Hex("000100000006010300000002 000200000006010300000999 000300000000")),
        ("iec104", () => new Iec104Inspector(), Hex("680407000000 680E0000000000010600010000000014 6902")),
        ("s7", () => new S7Inspector(), Hex("0300001611E00000000100C0010AC1020100C2020102 0300001902F080320900000000000800 00F000000100010001E0")),
        ("enip", () => new EnipInspector(), Hex("65000200" + Zeros(20) + "0100 6F001200" + Zeros(20) + "00000000000002000000 0000B20003000102")),
        ("kerberos", () => new KerberosInspector(), Hex("00000012 6A10300EA103020104A20302010AA4023000 00000002 0102")),
        ("ldap", () => new LdapInspector(), Hex("30050201014200 30820410020102638204090400" + Zeros(1031) + "3005020103 5F00")),
        ("postgres", () => new PostgresInspector(), Hex("0000001000030000757365720061000051000000065300 2100000004")),
        ("rdp", () => new RdpInspector(), Hex("030000130EE000000000000100090000000000")),
        ("rfb", () => new RfbInspector(), [.. "RFB 0x3.008\n"u8]),
        ("sip", () => new SipInspector(), [.. "OPTIONS sip:a SIP/2.0\r\nl: 3\r\n\r\nabcOPTIONS sip:a SIP/9.0\r\nno colon\r\n\r\n"u8]),
    ];

    public static TheoryData<string> Names => [.. Subjects.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Subject_says_something(string name) => Assert.NotEmpty(Said(Of(name), []));

    [Property(MaxTest = 60)]
    public Property Cuts_change_nothing() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 2200)).ToArbitrary(),
        cuts =>
        {
            foreach (var subject in Subjects)
            {
                Assert.Equal(Said(subject, []), Said(subject, [.. cuts.Select(c => c % subject.Stream.Length).Order()]));
            }
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void One_byte_at_a_time_says_the_same(string name)
    {
        var subject = Of(name);
        Assert.Equal(Said(subject, []), Said(subject, [.. Enumerable.Range(0, subject.Stream.Length)]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Truncations_and_mutations_neither_throw_nor_hang(string name)
    {
        var subject = Of(name);
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. subject.Stream.AsSpan(0, random.Next(1, subject.Stream.Length + 1))];
            for (var i = random.Next(0, 5); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            Feed(subject.Make(), bytes, random);
        }

        Assert.NotEmpty(Said(subject, []));
    }

    [Fact]
    public void Datagrams_of_any_bytes_neither_throw_nor_hang()
    {
        var random = new Random(12);
        var said = new HashSet<string>();
        var bytes = new byte[300];
        for (var round = 0; round < 3000; round++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)((round % 4) switch { 0 => 0x30, 1 => 0x6A, 2 => 0x23, _ => 5 });
            ProtocolInspector[] inspectors =
            [
                new NtpInspector(), new SnmpInspector(), new LdapInspector(), new KerberosInspector(), new Dnp3Inspector(), new SipInspector(), new EnipInspector(),
            ];
            foreach (var inspector in inspectors)
            {
                var run = new InspectorRun(inspector, 1, ProtocolNames.Udp);
                run.Datagram(Side.Forward, bytes.AsSpan(0, random.Next(1, bytes.Length)));
                said.UnionWith(run.End().Select(f => f.Name.ToString()));
            }
        }

        Assert.Superset(new HashSet<string> { "NtpMalformed", "Asn1SnmpMalformed", "LdapKerberosMalformed" }, said);
    }

    [Fact]
    public void Steady_messages_allocate_nothing()
    {
        var run = new InspectorRun(new ModbusInspector(), 502);
        var request = Hex("000100000006010300000002");
        var before = 0L;
        for (var i = 0; i < 2000; i++)
        {
            before = i == 1000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            run.Send(Side.Forward, request, i % request.Length);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        run.ExpectNothing();
    }

    private static void Feed(ProtocolInspector inspector, byte[] bytes, Random random)
    {
        var run = new InspectorRun(inspector, 1);
        if (random.Next(2) == 0)
        {
            run.Midstream();
        }

        run.Send(Side.Forward, bytes, random.Next(bytes.Length));
        run.SendCut(Side.Backward, System.Text.Encoding.Latin1.GetString(bytes), bytes.Length + random.Next(3));
        run.Gap(Side.Forward, random.Next(1, 100)).Send(Side.Forward, bytes).End();
    }

    private static string Said((string Name, Func<ProtocolInspector> Make, byte[] Stream) subject, int[] cuts) =>
        string.Join('\n', new InspectorRun(subject.Make(), 1).Send(Side.Forward, subject.Stream, cuts).End().Select(f => $"{f.Name} {f.Frame} {f.Offset} {f.Count} {f.Detail}"));

    private static (string Name, Func<ProtocolInspector> Make, byte[] Stream) Of(string name) => Subjects.Single(s => s.Name == name);

    private static byte[] Broken(byte[] frame)
    {
        frame[^1] ^= 0xFF;
        return frame;
    }

    private static string Zeros(int bytes) => new('0', 2 * bytes);

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
