using System.Text;
using Stray.Capture.Inspection.Recognition;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Mime;

/// <summary>The header of a message or part: the fields that say how its body is built (RFC 5322 s2.2, RFC 2045 s5 and s6).</summary>
internal sealed class MimeFields
{
    /// <summary>A field's name has to fit a line; the registry's longest has 40 characters.</summary>
    private const int LongestName = 256;
    private const int LongestValue = 1 << 16;
    private const int MostBytes = 1 << 20;
    private const int LongestFileName = 255;
    private const int Kept = 2048;

    private readonly PlacedBuffer _field = new(Kept);
    private readonly byte[] _boundary = new byte[Mime.Boundary.Longest];
    private Field _open;
    private bool _any;
    private bool _typeSeen;
    private bool _codingSeen;
    private int _valueLength;
    private int _total;
    private int _boundaryLength;

    private enum Field : byte
    {
        None,
        Other,
        Type,
        Coding,
        Disposition,
    }

    public TransferCoding Coding { get; private set; }

    /// <summary>Delimiter of the multipart this header begins; empty for anything else.</summary>
    public ReadOnlySpan<byte> Boundary => _boundary.AsSpan(0, _boundaryLength);

    public void Begin()
    {
        _field.Reset();
        _open = Field.None;
        _any = _typeSeen = _codingSeen = false;
        _valueLength = _total = _boundaryLength = 0;
        Coding = TransferCoding.Plain;
    }

    /// <summary>Takes a line of the header; false when it is none and the body has begun.</summary>
    public bool TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, bool isPart)
    {
        _total += line.Length;
        if (_total > MostBytes)
        {
            Report(context, line, 0, line.Length, new FindingDetail("header of {0} bytes or more", _total));
            return false;
        }

        if (line.Bytes[0] is (byte)' ' or (byte)'\t')
        {
            Continue(context, line);
            return true;
        }

        End(context);
        var colon = line.Bytes.IndexOf((byte)':');
        var name = colon < 0 ? line.Bytes : line.Bytes[..colon].TrimEnd((byte)' ');
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) || colon < 0)
        {
            return TakeForeign(context, line, isPart);
        }

        if (name.Length > LongestName)
        {
            Report(context, line, 0, name.Length, new FindingDetail("field name of {0} bytes", name.Length));
        }

        Open(context, line, name);
        return true;
    }

    /// <summary>The open field is complete.</summary>
    public void End(scoped in InspectionContext context)
    {
        var field = new PlacedBytes(_field);
        switch (_open)
        {
            case Field.Type:
                TakeType(context, field);
                CheckName(context, field, "name="u8);
                break;
            case Field.Coding:
                Coding = Text.Contains(field.Bytes, "base64"u8) ? TransferCoding.Base64
                    : Text.Contains(field.Bytes, "quoted-printable"u8) ? TransferCoding.QuotedPrintable : TransferCoding.Plain;
                break;
            case Field.Disposition:
                CheckName(context, field, "filename="u8);
                break;
        }

        _field.Clear();
        _open = Field.None;
    }

    /// <summary>Not a field. A header of none at all is text that somebody typed.</summary>
    private bool TakeForeign(scoped in InspectionContext context, scoped in PlacedBytes line, bool isPart)
    {
        if ((_any || isPart) && !line.Bytes.StartsWith("From "u8) && !line.Bytes.StartsWith(">From "u8))
        {
            Report(context, line, 0, line.Length, "line of a header that is no field");
        }

        return false;
    }

    private void Open(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> name)
    {
        _any = true;
        _open = Ascii.EqualsIgnoreCase(name, "Content-Type"u8) ? Field.Type
            : Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8) ? Field.Coding
            : Ascii.EqualsIgnoreCase(name, "Content-Disposition"u8) ? Field.Disposition : Field.Other;
        if ((_open == Field.Type && _typeSeen) || (_open == Field.Coding && _codingSeen))
        {
            Report(context, line, 0, name.Length, "field that may occur once is there again");
        }

        _typeSeen |= _open == Field.Type;
        _codingSeen |= _open == Field.Coding;
        _valueLength = line.Length - name.Length - 1;
        Keep(line);
    }

    private void Continue(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        var before = _valueLength;
        _valueLength += line.Length;
        if (before <= LongestValue && _valueLength > LongestValue)
        {
            Report(context, line, 0, line.Length, new FindingDetail("field of {0} bytes", _valueLength));
        }

        Keep(line);
    }

    private void Keep(scoped in PlacedBytes line)
    {
        if (_open is Field.Type or Field.Coding or Field.Disposition)
        {
            _field.Append(line);
        }
    }

    private void TakeType(scoped in InspectionContext context, scoped in PlacedBytes field)
    {
        var value = field.Bytes[(field.Bytes.IndexOf((byte)':') + 1)..].TrimStart(" \t"u8);
        if (!value.StartsWith("multipart/"u8) && Text.Begins(value, "multipart/"u8) != ProbeResult.Yes)
        {
            return;
        }

        var (start, length) = Parameter(field.Bytes, "boundary="u8);
        if (length is < 1 or > Mime.Boundary.Longest)
        {
            Report(context, field, Math.Max(start, 0), Math.Max(length, 1),
                start < 0 || length < 1 ? "multipart without a boundary" : new FindingDetail("boundary of {0} characters, more than 70", length));
        }

        _boundaryLength = Math.Clamp(length, 0, Mime.Boundary.Longest);
        field.Bytes.Slice(Math.Max(start, 0), _boundaryLength).CopyTo(_boundary);
    }

    /// <summary>Encoded words and RFC 2231's charset grow with the alphabet, so only plain names have a limit.</summary>
    private static void CheckName(scoped in InspectionContext context, scoped in PlacedBytes field, ReadOnlySpan<byte> parameter)
    {
        var (start, length) = Parameter(field.Bytes, parameter);
        if (length > LongestFileName && !field.Bytes[start..].StartsWith("=?"u8))
        {
            Report(context, field, start, length, new FindingDetail("file name of {0} bytes", length));
        }
    }

    private static (int Start, int Length) Parameter(ReadOnlySpan<byte> field, ReadOnlySpan<byte> nameAndEquals)
    {
        for (var i = 0; i + nameAndEquals.Length <= field.Length; i++)
        {
            if (!Ascii.EqualsIgnoreCase(field.Slice(i, nameAndEquals.Length), nameAndEquals) || (i > 0 && char.IsAsciiLetter((char)field[i - 1])))
            {
                continue;
            }

            var start = i + nameAndEquals.Length;
            var quoted = start < field.Length && field[start] == (byte)'"';
            start += quoted ? 1 : 0;
            var end = quoted ? field[start..].IndexOf((byte)'"') : field[start..].IndexOfAny("; \t\r\n"u8);
            return (start, end < 0 ? field.Length - start : end);
        }

        return (-1, 0);
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes line, int offset, int length, FindingDetail detail) =>
        line.Report(context, FindingName.MimeStructureMalformed, offset, length, detail);
}
