namespace Stray.Capture.Inspection.Mime;

internal enum BoundaryMatch : byte
{
    None,
    Part,
    Close,
}

/// <summary>The delimiter of a multipart (RFC 2046 s5.1.1), at most <see cref="Longest"/> bytes of it.</summary>
internal sealed class Boundary
{
    /// <summary>RFC 2046 s5.1.1.</summary>
    public const int Longest = 70;

    private readonly byte[] _bytes = new byte[Longest];
    private int _length;

    public void Set(ReadOnlySpan<byte> boundary)
    {
        _length = Math.Min(boundary.Length, Longest);
        boundary[.._length].CopyTo(_bytes);
    }

    /// <param name="text">A line without its leading "--" and trailing blanks.</param>
    public BoundaryMatch Match(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith(_bytes.AsSpan(0, _length)))
        {
            return BoundaryMatch.None;
        }

        var rest = text[_length..];
        return rest.IsEmpty ? BoundaryMatch.Part : rest.SequenceEqual("--"u8) ? BoundaryMatch.Close : BoundaryMatch.None;
    }
}
