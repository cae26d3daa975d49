using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>SMB 3.1.1 messages as far as an office's file work needs them (MS-SMB2 s2.2), NetBIOS framing included.</summary>
internal sealed class SmbMessage(ByteWriter writer, Dice dice)
{
    private const int HeaderLength = 64, ServerFlag = 1, Success = 0, MoreProcessing = unchecked((int)0xC0000016);
    private const int
        Negotiate = 0, SessionSetup = 1, LogOff = 2, TreeConnect = 3, TreeDisconnect = 4, Create = 5, Close = 6, Read = 8, Write = 9;

    private readonly ulong _session = dice.Next() >> 16;
    private ulong _messageId;
    private uint _tree;
    private ulong _file = dice.Next() >> 32;
    private int _mark;

    public ReadOnlySpan<byte> NegotiateRequest()
    {
        Head(Negotiate, request: true, session: 0);
        writer.Little16(36).Little16(3).Little16(1).Little16(0).Little32(0x7F).Random(dice, 16);
        writer.Little32(0).Little16(0).Little16(0).Little16(0x0202).Little16(0x0210).Little16(0x0302);
        return End();
    }

    public ReadOnlySpan<byte> NegotiateResponse()
    {
        Head(Negotiate, request: false, session: 0);
        writer.Little16(65).Little16(1).Little16(0x0302).Little16(0).Random(dice, 16).Little32(0x2F);
        writer.Little32(0x100000).Little32(0x100000).Little32(0x100000).Little64(FileTime).Little64(0);
        return End(writer.Little16(HeaderLength + 64).Little16(0).Little32(0));
    }

    /// <param name="message">NTLMSSP message type: 1 negotiate, 3 authenticate (MS-NLMP s2.2.1).</param>
    public ReadOnlySpan<byte> SetupRequest(int message, string account)
    {
        Head(SessionSetup, request: true, message == 1 ? 0 : _session);
        var token = message == 1 ? 40 : 88 + (2 * account.Length) + 24;
        writer.Little16(25).U8(0).U8(1).Little32(1).Little32(0).Little16(HeaderLength + 24).Little16(token).Little64(0);
        writer.Ascii("NTLMSSP\0").Little32(message);
        return End(message == 1 ? writer.Little32(0xE2088297L).Little64(0).Little64(0).U64(0x0A00_614A_0000_000F) : Authenticate(account));
    }

    public ReadOnlySpan<byte> SetupResponse(bool done)
    {
        Head(SessionSetup, request: false, _session, done ? Success : MoreProcessing);
        if (done)
        {
            return End(writer.Little16(9).Little16(0).Little16(HeaderLength + 8).Little16(0));
        }

        writer.Little16(9).Little16(0).Little16(HeaderLength + 8).Little16(56);
        writer.Ascii("NTLMSSP\0").Little32(2).Little16(0).Little16(0).Little32(56).Little32(0xE2898215L).Random(dice, 8).Little64(0);
        return End(writer.Little16(0).Little16(0).Little32(56).U64(0x0A00_7C4F_0000_000F));
    }

    public ReadOnlySpan<byte> TreeRequest(string share)
    {
        Head(TreeConnect, request: true, _session);
        return End(writer.Little16(9).Little16(0).Little16(HeaderLength + 8).Little16(2 * share.Length).Utf16(share));
    }

    public ReadOnlySpan<byte> TreeResponse()
    {
        _tree = 1 + (uint)dice.Below(8);
        Head(TreeConnect, request: false, _session);
        return End(writer.Little16(16).U8(1).U8(0).Little32(0x30).Little32(0).Little32(0x001F01FF));
    }

    public ReadOnlySpan<byte> CreateRequest(string name)
    {
        Head(Create, request: true, _session);
        writer.Little16(57).U8(0).U8(0).Little32(2).Little64(0).Little64(0).Little32(0x00120089).Little32(0x80);
        writer.Little32(7).Little32(1).Little32(0x40).Little16(HeaderLength + 56).Little16(2 * name.Length).Little32(0).Little32(0);
        return End(writer.Utf16(name));
    }

    public ReadOnlySpan<byte> CreateResponse(int size)
    {
        _file++;
        Head(Create, request: false, _session);
        writer.Little16(89).U8(0).U8(0).Little32(1).Little64(FileTime).Little64(FileTime).Little64(FileTime).Little64(FileTime);
        writer.Little64((ulong)size).Little64((ulong)size).Little32(0x20).Little32(0);
        return End(File().Little32(0).Little32(0));
    }

    public ReadOnlySpan<byte> ReadRequest(int offset, int length)
    {
        Head(Read, request: true, _session);
        writer.Little16(49).U8(0x50).U8(0).Little32(length).Little64((ulong)offset);
        return End(File().Little32(0).Little32(0).Little32(0).Little16(0).Little16(0).U8(0));
    }

    public ReadOnlySpan<byte> ReadResponse(int length)
    {
        Head(Read, request: false, _session);
        return End(writer.Little16(17).U8(HeaderLength + 16).U8(0).Little32(length).Little32(0).Little32(0).Random(dice, length));
    }

    public ReadOnlySpan<byte> WriteRequest(int offset, int length)
    {
        Head(Write, request: true, _session);
        writer.Little16(49).Little16(HeaderLength + 48).Little32(length).Little64((ulong)offset);
        return End(File().Little32(0).Little32(0).Little16(0).Little16(0).Little32(0).Random(dice, length));
    }

    public ReadOnlySpan<byte> WriteResponse(int length)
    {
        Head(Write, request: false, _session);
        return End(writer.Little16(17).Little16(0).Little32(length).Little32(0).Little16(0).Little16(0));
    }

    public ReadOnlySpan<byte> CloseRequest()
    {
        Head(Close, request: true, _session);
        writer.Little16(24).Little16(0).Little32(0);
        return End(File());
    }

    public ReadOnlySpan<byte> CloseResponse()
    {
        Head(Close, request: false, _session);
        return End(writer.Little16(60).Little16(0).Little32(0).Zeros(52));
    }

    /// <summary>TREE_DISCONNECT and LOGOFF look alike in both directions: four bytes.</summary>
    public ReadOnlySpan<byte> Leave(bool tree, bool request)
    {
        Head(tree ? TreeDisconnect : LogOff, request, _session);
        return End(writer.Little16(4).Little16(0));
    }

    private ulong FileTime => 134_170_000_000_000_000UL + (_messageId * 10_000);

    private ByteWriter Authenticate(string account)
    {
        const int payload = 88;
        var user = 2 * account.Length;
        Field(0, payload); // LM response
        Field(24, payload + user); // NT response
        Field(0, payload); // domain
        Field(user, payload);
        Field(0, payload); // workstation
        Field(0, payload); // session key
        writer.Little32(0xE2888215L).U64(0x0A00_614A_0000_000F).Random(dice, 16);
        return writer.Utf16(account).Random(dice, 24);
    }

    private void Field(int length, int offset) => writer.Little16(length).Little16(length).Little32(offset);

    private ByteWriter File() => writer.Little64(_file).Little64(_file ^ 0x5A5A);

    private void Head(int command, bool request, ulong session, int status = Success)
    {
        _mark = writer.Clear().U8(0).Open(3);
        writer.U8(0xFE).Ascii("SMB").Little16(64).Little16(1).Little32(status).Little16(command).Little16(request ? 31 : 1);
        writer.Little32(request ? 0 : ServerFlag).Little32(0).Little64(_messageId).Little32(0xFEFF);
        writer.Little32(command is Negotiate or SessionSetup or LogOff ? 0 : _tree).Little64(session).Zeros(16);
        _messageId += request ? 0UL : 1UL;
    }

    private ReadOnlySpan<byte> End(ByteWriter message) => message.Close(_mark, 3).Written;

    private ReadOnlySpan<byte> End() => End(writer);
}
