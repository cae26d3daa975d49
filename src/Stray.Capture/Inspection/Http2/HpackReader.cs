using System.Buffers;
using Stray.Capture.Inspection.Http;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http2;

/// <summary>Reads one header block (RFC 7541 s6) and holds its fields to RFC 9113 s8.</summary>
internal ref struct HpackReader(PlacedBytes block, HpackTable table, bool request)
{
    private const int LongestText = 1024;
    private const int LongestInteger = 5;

    private static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"u8);

    private readonly PlacedBytes _block = block;
    private readonly ReadOnlySpan<byte> _bytes = block.Bytes;
    private int _position;
    private uint _pseudo;
    private bool _regular;
    private uint _authority;
    private uint _host;

    /// <summary>Pseudo-header fields seen, one bit per <see cref="HpackName"/>.</summary>
    public readonly bool Has(HpackName name) => (_pseudo & (1u << (int)name)) != 0;

    /// <summary>False when the block does not decode: the table is out of step from there on.</summary>
    public bool Read(scoped in InspectionContext context)
    {
        while (_position < _bytes.Length)
        {
            var start = _position;
            var fault = ReadField(context);
            if (fault is not null)
            {
                Report(context, start, Math.Max(1, _position - start), fault);
                return false;
            }
        }

        if (_host != 0 && _authority != 0 && _host != _authority)
        {
            _block.Report(context, FindingName.HttpHostHeaderInvalid, 0, _block.Length, "host differs from :authority");
        }

        return true;
    }

    private string? ReadField(scoped in InspectionContext context)
    {
        var first = _bytes[_position];
        var start = _position;
        if ((first & 0x80) != 0)
        {
            return Integer(7, out var index) && Resolve(index, out var name, out _) && index > 0
                ? Take(context, name, start)
                : "index beyond the header table";
        }

        if ((first & 0xE0) == 0x20)
        {
            return !Integer(5, out var limit) ? "integer overflows" : table.TryResize(limit) ? null : "table size update beyond what is allowed";
        }

        return ReadLiteral(context, incremental: (first & 0x40) != 0, start);
    }

    private string? ReadLiteral(scoped in InspectionContext context, bool incremental, int start)
    {
        Span<byte> text = stackalloc byte[LongestText];
        if (!Integer(incremental ? 6 : 4, out var index) || !Resolve(index, out var name, out var nameLength))
        {
            return "index beyond the header table";
        }

        if (index == 0)
        {
            nameLength = Text(text);
            if (nameLength < 0)
            {
                return "field name does not decode";
            }

            var spelled = text[..Math.Min(nameLength, LongestText)];
            name = HpackNames.Of(spelled);
            CheckName(context, spelled, start);
        }

        var fault = Take(context, name, start);
        var at = _position;
        var valueLength = Text(text);
        if (valueLength < 0)
        {
            return "field value does not decode";
        }

        CheckValue(context, name, text[..Math.Min(valueLength, LongestText)], at);
        if (incremental)
        {
            table.Add(name, nameLength, valueLength);
        }

        return fault;
    }

    /// <summary>RFC 9113 s8.2.1: lower case; characters of HTTP's tokens, after the colon of a pseudo-header field.</summary>
    private readonly void CheckName(scoped in InspectionContext context, scoped ReadOnlySpan<byte> name, int start)
    {
        var plain = name.Length > 0 && name[0] == ':' ? name[1..] : name;
        if (plain.Length == 0 || plain.IndexOfAnyExcept(NameCharacters) >= 0)
        {
            Report(context, start, _position - start, "field name is empty, has capitals or no token characters");
        }
    }

    private void CheckValue(scoped in InspectionContext context, HpackName name, scoped ReadOnlySpan<byte> value, int at)
    {
        if (value.IndexOfAny((byte)0, (byte)'\r', (byte)'\n') >= 0)
        {
            Report(context, at, _position - at, "NUL, CR or LF in a field value");
        }

        switch (name)
        {
            case HpackName.Authority or HpackName.Host:
                CheckHost(context, name, value, at);
                break;
            case HpackName.Range when request && HttpRanges.CheckRange(value) is { } range:
                _block.Report(context, FindingName.HttpRangeInvalid, at, _position - at, range);
                break;
            case HpackName.ContentRange when HttpRanges.CheckContentRange(value, out _, out _) is { } range:
                _block.Report(context, FindingName.HttpRangeInvalid, at, _position - at, range);
                break;
        }
    }

    private void CheckHost(scoped in InspectionContext context, HpackName name, scoped ReadOnlySpan<byte> value, int at)
    {
        if (value.IndexOf((byte)'@') >= 0 && name == HpackName.Authority)
        {
            Report(context, at, _position - at, "userinfo in :authority"); // RFC 9113 s8.3.1
            return;
        }

        var fault = HttpHost.Check(value, out var host, out _);
        if (fault is not null)
        {
            _block.Report(context, FindingName.HttpHostHeaderInvalid, at, _position - at, fault);
            return;
        }

        if (context.App.ServerName.Length == 0 && host.Length > 0)
        {
            context.App.ServerName = HttpHost.TextOf(host);
        }

        var hash = HttpHost.HashOf(value);
        (_authority, _host) = name == HpackName.Authority ? (hash, _host) : (_authority, hash);
    }

    /// <summary>Rules on which field stands where (s8.3); they break the message, not the table.</summary>
    private string? Take(scoped in InspectionContext context, HpackName name, int start)
    {
        string? fault = null;
        if (HpackNames.IsPseudo(name))
        {
            fault = _regular ? "pseudo-header field after a regular one"
                : name == HpackName.UnknownPseudo ? "unknown pseudo-header field"
                : Has(name) ? "pseudo-header field comes twice"
                : request == (name == HpackName.Status) ? "pseudo-header field of the other side"
                : null;
            _pseudo |= 1u << (int)name;
        }
        else
        {
            _regular = true;
            fault = name == HpackName.Connection ? "connection-specific field" : null;
        }

        if (fault is not null)
        {
            Report(context, start, Math.Max(1, _position - start), fault);
        }

        return null;
    }

    private readonly bool Resolve(long index, out HpackName name, out int length)
    {
        (name, length) = (HpackName.Other, 0);
        if (index is > 0 and <= HpackNames.StaticEntries)
        {
            (name, length) = (HpackNames.OfStatic((int)index), HpackNames.StaticLength((int)index));
        }
        else if (index > HpackNames.StaticEntries)
        {
            if (index - HpackNames.StaticEntries > table.Count)
            {
                return false;
            }

            (name, length) = table.At((int)index - HpackNames.StaticEntries - 1);
        }

        return true;
    }

    /// <summary>Prefixed integer (RFC 7541 s5.1); false when it is cut or exceeds 32 bits.</summary>
    private bool Integer(int prefix, out long value)
    {
        var mask = (1 << prefix) - 1;
        value = _bytes[_position++] & mask;
        for (var shift = 0; value >= mask || shift > 0; shift += 7)
        {
            if (_position >= _bytes.Length || shift >= LongestInteger * 7)
            {
                return false;
            }

            var octet = _bytes[_position++];
            value += (long)(octet & 0x7F) << shift;
            if ((octet & 0x80) == 0)
            {
                return value <= int.MaxValue;
            }
        }

        return true;
    }

    /// <summary>A string literal (s5.2): its decoded length, of which at most the span's is stored; -1 when it does not decode.</summary>
    private int Text(scoped Span<byte> text)
    {
        if (_position >= _bytes.Length)
        {
            return -1;
        }

        var coded = (_bytes[_position] & 0x80) != 0;
        if (!Integer(7, out var length) || length > _bytes.Length - _position)
        {
            return -1;
        }

        var raw = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        if (coded)
        {
            return HuffmanCode.Decode(raw, text);
        }

        raw[..Math.Min(raw.Length, text.Length)].CopyTo(text);
        return raw.Length;
    }

    private readonly void Report(scoped in InspectionContext context, int at, int length, string why) =>
        _block.Report(context, FindingName.Http2FrameInvalid, at, length, why);
}
