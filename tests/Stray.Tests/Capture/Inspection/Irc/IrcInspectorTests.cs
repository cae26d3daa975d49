using System.Text;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Irc;

public sealed class IrcInspectorTests
{
    [Fact]
    public void Sound_session_raises_nothing() =>
        Begin().Client("JOIN #a\r\nPRIVMSG b :\u0001DCC SEND \"a file\" 167772161 5000 99\u0001\r\n"u8)
            .Server(":s 353 me = #a :me you\r\n@time=1 :you!u@h PRIVMSG #a :hello there\r\nPING :x\r\n"u8).ExpectNothing();

    [Theory]
    [InlineData(":prefix-only\r\n", 0, 12)]
    [InlineData("J#IN #a\r\n", 0, 4)]
    [InlineData(":s 12 me\r\n", 3, 2)]
    [InlineData(":s 353 me\r\n", 3, 3)]
    [InlineData("PRIVMSG b :\u0001DCC SEND f host 99\u0001\r\n", 11, 20)]
    [InlineData("PRIVMSG b :\u0001DCC SEND f 1 99999\u0001\r\n", 11, 20)]
    [InlineData("PRIVMSG b :\u0001DCC CHAT chat\u0001\r\n", 11, 15)]
    public void Broken_line_is_found(string line, int offset, int length) =>
        Begin().Server(Encoding.Latin1.GetBytes(line)).ExpectOnly(FindingName.LineProtocolViolation, 3, Talk.Offset + offset, length);

    [Fact]
    public void Long_line_is_found() =>
        Begin().Client(Encoding.ASCII.GetBytes("PRIVMSG a :" + new string('x', 600) + "\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 3, Talk.Offset, 611);

    [Fact]
    public void Segmentation_does_not_matter()
    {
        for (var size = 1; size < 20; size++)
        {
            Assert.Equal(2, Begin().Cut(Side.Backward, ":s 353 me\r\n:only\r\nPING :x\r\n"u8, size).End().Sum(f => f.Count));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(6667,
        "NICK a\r\nUSER a 0 * :a\r\nJOIN #a\r\nPRIVMSG b :\u0001DCC SEND f 1 9 9\u0001\r\n"u8, ":s 001 me :hi\r\n:s 353 me = #a :me\r\nPING :x\r\n"u8, serverFirst: false);

    private static Talk Begin() => new Talk(6667).Client("NICK a\r\nUSER a 0 * :a\r\n"u8).Server(":s 001 a :welcome\r\n"u8);
}
