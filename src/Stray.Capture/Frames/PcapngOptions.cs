namespace Stray.Capture.Frames;

/// <summary>
/// Walks the options of a pcapng block (draft-ietf-opsawg-pcapng s3.5): code, length, value padded to 4 bytes. An option
/// that runs past its block ends the walk; it cannot spoil the frames, which do not depend on it.
/// </summary>
internal ref struct PcapngOptions(ReadOnlySpan<byte> options, ByteOrder order)
{
    private ReadOnlySpan<byte> _rest = options;

    public ushort Code { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }

        Code = order.U16(_rest);
        var length = order.U16(_rest[2..]);
        if (Code == 0 || length > _rest.Length - 4)
        {
            return false;
        }

        Value = _rest.Slice(4, length);
        _rest = _rest[Math.Min(_rest.Length, 4 + ((length + 3) & ~3))..];
        return true;
    }
}
