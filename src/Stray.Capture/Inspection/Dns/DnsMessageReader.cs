using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Dns;

/// <summary>One message, header to last record, checked where it lies.</summary>
/// <param name="wireLength">Message length on the wire; what lies beyond the captured bytes is unknown, not missing.</param>
internal ref struct DnsMessageReader(PlacedBytes message, int wireLength, DnsFlavour flavour, bool udp)
{
    private const int Answer = 1, Authority = 2, Additional = 3;

    private readonly PlacedBytes _message = message;
    private readonly ReadOnlySpan<byte> _bytes = message.Bytes;
    private int _position = DnsHeader.Length;

    public DnsHeader Header { get; } = new(message.Bytes);

    /// <summary>UDP payload size of the OPT record, -1 without one.</summary>
    public int AdvertisedSize { get; private set; } = -1;

    public int AnswerBytes { get; private set; }

    /// <summary>First question, -1 when there is none or it could not be read.</summary>
    public int QuestionType { get; private set; } = -1;

    /// <summary>Uncompressed wire form of the first question's name.</summary>
    public int QuestionLength { get; private set; }

    private readonly bool IsCut => wireLength > _bytes.Length;

    public void CheckHeader(scoped in InspectionContext context)
    {
        var header = Header;
        if (header.ReservedBits(flavour) is var reserved && reserved != 0)
        {
            _message.Report(context, FindingName.DnsHeaderFlagsInvalid, 3, 1, new("reserved header bits are set ({0})", reserved));
        }

        if (!DnsTypes.IsOpcodeAssigned(header.Opcode, flavour))
        {
            _message.Report(context, FindingName.DnsHeaderFlagsInvalid, 2, 1, new("opcode {0} is not assigned here", header.Opcode));
        }

        if (header.MinimumLength > wireLength && !header.IsTruncated && header.Opcode != DnsTypes.StatefulOperations)
        {
            _message.Report(context, FindingName.DnsSectionCountsImplausible, 4, 8,
                new("section counts need at least {0} bytes, the message has {1}", header.MinimumLength, wireLength));
        }
    }

    /// <summary>Reads all sections; false when one entry could not be delimited and the rest stays unread.</summary>
    /// <param name="question">256 bytes that receive the first question's name.</param>
    public bool ReadSections(scoped in InspectionContext context, scoped Span<byte> question)
    {
        for (var i = 0; i < Header.Questions; i++)
        {
            if (!ReadQuestion(context, i == 0 ? question : default, i))
            {
                return false;
            }
        }

        return ReadRecords(context, Answer, Header.Answers)
            && ReadRecords(context, Authority, Header.Authorities)
            && ReadRecords(context, Additional, Header.Additionals);
    }

    private bool ReadQuestion(scoped in InspectionContext context, scoped Span<byte> wire, int index)
    {
        var start = _position;
        var name = DnsNames.Read(_bytes, start, wire);
        if (!Accept(context, name, start, 0) || !Has(context, name.End, 4, start, 0))
        {
            return false;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[name.End..]);
        _position = name.End + 4;
        if (index == 0)
        {
            QuestionType = type;
            QuestionLength = name.Fault == DnsNameFault.None ? name.Length : 0;
        }

        CheckCharacters(context, start, type);
        return true;
    }

    private bool ReadRecords(scoped in InspectionContext context, int section, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!ReadRecord(context, section))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadRecord(scoped in InspectionContext context, int section)
    {
        var start = _position;
        var name = DnsNames.Read(_bytes, start, default);
        if (!Accept(context, name, start, section) || !Has(context, name.End, 10, start, section))
        {
            return false;
        }

        var fields = _bytes.Slice(name.End, 10);
        var type = BinaryPrimitives.ReadUInt16BigEndian(fields);
        var length = BinaryPrimitives.ReadUInt16BigEndian(fields[8..]);
        if (!HasData(context, name.End + 8, length, section))
        {
            return false;
        }

        _position = name.End + 10 + length;
        AnswerBytes += section == Answer ? length : 0;
        CheckCharacters(context, start, 0);
        var record = new Record(start, name.End, type, length);
        if (type == DnsTypes.Opt)
        {
            CheckOpt(context, record, section);
        }
        else
        {
            CheckData(context, record);
        }

        return true;
    }

    private readonly void CheckData(scoped in InspectionContext context, Record record)
    {
        var dataClass = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(record.Fields + 2)..]);
        // RFC 2136 s2.4: prerequisites and deletions have class ANY or NONE and, mostly, no RDATA.
        if (flavour == DnsFlavour.NetBios || dataClass is DnsTypes.ClassAny or DnsTypes.ClassNone && Header.Opcode == DnsTypes.Update)
        {
            return;
        }

        if (!DnsTypes.IsAssigned(record.Type))
        {
            _message.Report(context, FindingName.DnsRdataMalformed, record.Fields, 2, new("record type {0} is not assigned", record.Type));
            return;
        }

        // RFC 6763 s6.1 has receivers take an empty TXT for one empty string; some responders rely on it.
        if (record.Length == 0 && record.Type == DnsTypes.Txt && flavour == DnsFlavour.Multicast)
        {
            return;
        }

        var data = new RdataReader(_bytes, record.Data, record.Length);
        if (!DnsRdata.Check(ref data, record.Type))
        {
            var finding = data.NameFault == DnsNameFault.None ? FindingName.DnsRdataMalformed : FindingName.DnsNameEncodingInvalid;
            var (at, length) = data.FaultLength > 0 ? (data.FaultAt, data.FaultLength) : (record.Data - 2, 2); // what is missing has no bytes
            _message.Report(context, finding, at, length, new(data.Fault!, record.Type, record.Length));
        }
    }

    /// <summary>RFC 6891 s6.1.1: one OPT at most, in the additional section, its owner the root.</summary>
    private void CheckOpt(scoped in InspectionContext context, Record record, int section)
    {
        var size = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(record.Fields + 2)..]);
        string? fault = AdvertisedSize >= 0 ? "second OPT record"
            : section != Additional ? "OPT record outside the additional section"
            : _bytes[record.Start] != 0 ? "OPT record's owner is not the root" : null;
        AdvertisedSize = size;
        if (fault is not null)
        {
            _message.Report(context, FindingName.DnsEdnsMalformed, record.Start, record.Fields - record.Start + 2, fault);
        }

        fault = DnsEdns.Check(_bytes.Slice(record.Data, record.Length), udp, !Header.IsResponse, out var at, out var length);
        if (fault is not null)
        {
            _message.Report(context, FindingName.DnsEdnsMalformed, record.Data + at, length, fault);
            ReportCount(context, section);
        }
    }

    /// <summary>Reports a name that breaks the encoding; false when the message cannot be read on.</summary>
    private readonly bool Accept(scoped in InspectionContext context, DnsName name, int start, int section)
    {
        if (name.Fault == DnsNameFault.None)
        {
            return true;
        }

        var ranOut = name.Fault is DnsNameFault.Truncated or DnsNameFault.LabelPastEnd;
        if (ranOut && (IsCut || Header.IsTruncated))
        {
            return false;
        }

        if (name.Fault != DnsNameFault.Truncated)
        {
            _message.Report(context, FindingName.DnsNameEncodingInvalid, name.FaultAt, name.FaultLength, TextOf(name.Fault));
        }

        Malformed(context, start, section);
        return name.End >= 0;
    }

    private readonly bool Has(scoped in InspectionContext context, int at, int length, int start, int section) =>
        at + length <= _bytes.Length || (!IsCut && !Header.IsTruncated && Malformed(context, start, section));

    private readonly bool HasData(scoped in InspectionContext context, int at, int length, int section)
    {
        if (at + 2 + length <= _bytes.Length)
        {
            return true;
        }

        if (at + 2 + length > wireLength && !Header.IsTruncated)
        {
            _message.Report(context, FindingName.DnsMessageMalformed, at, 2, new("RDATA length {0} exceeds the message", length));
            ReportCount(context, section);
        }

        return false;
    }

    private readonly bool Malformed(scoped in InspectionContext context, int start, int section)
    {
        // An entry that is not there at all has no bytes; the count that promised it has.
        var absent = start >= _bytes.Length;
        _message.Report(context, FindingName.DnsMessageMalformed, absent ? 4 + (2 * section) : start, absent ? 2 : _bytes.Length - start,
            section == 0 ? "question does not parse" : "resource record does not parse");
        ReportCount(context, section);
        return false;
    }

    /// <summary>A count that promises records which are not there: authority and additional, whose loss resolvers tolerate.</summary>
    private readonly void ReportCount(scoped in InspectionContext context, int section)
    {
        if (section >= Authority)
        {
            _message.Report(context, FindingName.DnsSectionCountsImplausible, 4 + (2 * section), 2, section == Authority
                ? "authority section does not hold the records counted"
                : "additional section does not hold the records counted");
        }
    }

    private readonly void CheckCharacters(scoped in InspectionContext context, int start, int type)
    {
        if (flavour == DnsFlavour.NetBios)
        {
            return;
        }

        var service = flavour == DnsFlavour.Multicast || HasUnderscore(start);
        for (var at = start; _bytes[at] is > 0 and < 64; at += _bytes[at] + 1)
        {
            var label = _bytes.Slice(at + 1, _bytes[at]);
            var bad = DnsNameText.IllegalAt(label, service, type is DnsTypes.A or DnsTypes.Aaaa);
            if (bad >= 0)
            {
                _message.Report(context, FindingName.DnsNameIllegalCharacters, at + 1 + bad, 1, new("character {0} in a name", label[bad]));
                return;
            }
        }
    }

    private readonly bool HasUnderscore(int start)
    {
        for (var at = start; _bytes[at] is > 0 and < 64; at += _bytes[at] + 1)
        {
            if (_bytes[at + 1] == '_')
            {
                return true;
            }
        }

        return false;
    }

    private static FindingDetail TextOf(DnsNameFault fault) => fault switch
    {
        DnsNameFault.LabelTooLong => "label type or length is invalid (high bits 01 or 10)",
        DnsNameFault.LabelPastEnd => "label runs past the message",
        DnsNameFault.TooLong => "name exceeds 255 octets",
        DnsNameFault.ForwardPointer => "compression pointer does not point backwards into the message",
        _ => "compression pointers chained too deep",
    };

    private readonly record struct Record(int Start, int Fields, ushort Type, int Length)
    {
        public int Data => Fields + 10;
    }
}
