using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.DceRpc;

public sealed class DceRpcInspectorTests
{
    [Fact]
    public void Call_in_one_or_several_fragments_is_sound() =>
        new Talk(135).Client(Fragment(3)).Server(Fragment(3, type: 2)).Client([.. Fragment(1), .. Fragment(0), .. Fragment(2)]).ExpectNothing();

    [Fact]
    public void Second_first_fragment_is_found() =>
        new Talk(135).Client([.. Fragment(1), .. Fragment(1)]).ExpectOnly(FindingName.DcerpcFragmentAnomaly, 1, Talk.Offset + 24 + 3, 1);

    [Fact]
    public void Fragment_of_no_call_is_found() =>
        new Talk(135).Client([.. Fragment(3), .. Fragment(2)]).ExpectOnly(FindingName.DcerpcFragmentAnomaly, 1, Talk.Offset + 24 + 3, 1);

    [Fact]
    public void Authentication_longer_than_its_fragment_is_found()
    {
        var fragment = Fragment(3);
        fragment[10] = 20;
        new Talk(135).Client(fragment).ExpectOnly(FindingName.DcerpcFragmentAnomaly, 1, Talk.Offset + 10, 2);
    }

    [Fact]
    public void Unknown_authentication_is_found() =>
        new Talk(135).Client(Bind(77, new byte[16])).ExpectOnly(FindingName.DcerpcFragmentAnomaly, 1, Talk.Offset + 16, 1);

    [Theory]
    [InlineData(60, 36, "")]
    [InlineData(48, 4, "0200ff00")]
    [InlineData(48, 4, "02000000")]
    public void Attribute_list_that_does_not_fit_is_found(byte offset, byte length, string list) =>
        Assert.Equal(FindingName.DcerpcFragmentAnomaly, Assert.Single(new Talk(135).Client(Bind(10, Challenge(offset, length, Convert.FromHexString(list)))).End()).Name);

    [Fact]
    public void Attribute_list_that_fits_is_sound() =>
        new Talk(135).Client(Bind(10, Challenge(48, 10, Convert.FromHexString("02000200410000000000")))).ExpectNothing();

    [Fact]
    public void Something_else_in_the_place_of_a_fragment_is_found() =>
        new Talk(135).Client(Fragment(3)).Client("GET / HTTP/1.0\r\n\r\n"u8).ExpectOnly(FindingName.DcerpcFragmentAnomaly, 2, Talk.Offset, 16);

    [Fact]
    public void Segmentation_does_not_matter()
    {
        byte[] stream = [.. Fragment(3), .. Fragment(1), .. Fragment(1), .. Bind(77, new byte[16])];
        for (var size = 4; size < 60; size++)
        {
            Assert.Equal(2, new Talk(135).Cut(Side.Forward, stream, size).End().Sum(f => f.Count));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(135,
        [.. Fragment(3), .. Bind(10, Challenge(48, 10, new byte[10])), .. Fragment(1), .. Fragment(2)], [.. Fragment(3, type: 2), .. Fragment(1, type: 2)], serverFirst: false);

    private static byte[] Fragment(byte flags, byte type = 0) => [5, 0, type, flags, 0x10, 0, 0, 0, 24, 0, 0, 0, 9, 0, 0, 0, .. new byte[8]];

    private static byte[] Bind(byte authentication, byte[] value) =>
        [5, 0, 11, 3, 0x10, 0, 0, 0, (byte)(24 + value.Length), 0, (byte)value.Length, 0, 1, 0, 0, 0, authentication, 6, 0, 0, 0, 0, 0, 0, .. value];

    private static byte[] Challenge(byte listOffset, byte listLength, byte[] list) =>
        [.. "NTLMSSP\0"u8, 2, 0, 0, 0, 0, 0, 0, 0, 48, 0, 0, 0, 5, 2, 0x89, 0, .. new byte[16], listLength, 0, listLength, 0, listOffset, 0, 0, 0, .. list];
}
