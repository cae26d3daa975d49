namespace Stray.Capture.Inspection.Tls;

/// <summary>Steps through an extensions block (RFC 8446 s4.2): type, length, body.</summary>
internal ref struct ExtensionReader(ReadOnlySpan<byte> extensions)
{
    private TlsReader _reader = new(extensions);

    /// <summary>Where the current extension's body and header begin in the block.</summary>
    public int BodyOffset { get; private set; }

    public int HeaderOffset { get; private set; }

    /// <summary>The last extension ran past the block.</summary>
    public bool Broken { get; private set; }

    public bool TryNext(out ushort type, out ReadOnlySpan<byte> body)
    {
        HeaderOffset = _reader.Offset;
        BodyOffset = HeaderOffset + 4;
        body = default;
        type = 0;
        if (_reader.Remaining == 0)
        {
            return false;
        }

        Broken = !_reader.TryUInt16(out type) || !_reader.TryVector(2, out body);
        return !Broken;
    }
}
