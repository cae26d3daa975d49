using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Inspection.Dns;

/// <summary>DNS over UDP and TCP, mDNS, LLMNR and NetBIOS names: one message format (RFC 1035 s4), told apart by port.</summary>
public sealed class DnsInspector : ProtocolInspector
{
    private const int LongestText = 256;
    private const int ClassicLimit = 512;

    private readonly DnsFacts _facts = new();
    private readonly DnsStream[] _streams = [new(), new()];
    private readonly DnsTunnelEvidence _tunnel = new();
    private DnsFlavour _flavour;
    private bool _begun;
    private bool _querySeen;
    private int _advertisedSize;
    private Side? _client;

    public override string Protocol => DnsPorts.NameOf(_flavour);

    public override void Reset()
    {
        _facts.Reset();
        _streams[0].Reset();
        _streams[1].Reset();
        _tunnel.Reset();
        _flavour = DnsFlavour.Dns;
        _begun = _querySeen = false;
        _advertisedSize = 0;
        _client = null;
    }

    public override bool Wants(Side side) => !_streams[(int)side].IsLost;

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        Begin(context);
        var message = new PlacedBytes(chunk, chunk.Bytes, 0);
        Inspect(context, message, chunk.WireLength, udp: true);
        if (chunk.FrameOffset < 0)
        {
            message.Report(context, FindingName.DnsOversizeOrFragmented, 0, chunk.WireLength, "message came in IP fragments");
        }
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        Begin(context);
        var stream = _streams[(int)context.Side];
        var position = 0;
        while (stream.TryNext(chunk, ref position, out var message, out var wireLength))
        {
            Inspect(context, message, wireLength, udp: false);
            stream.Next();
        }
    }

    public override void OnGap(ref InspectionContext context, long bytes) => _streams[(int)context.Side].Lose();

    private void Begin(scoped in InspectionContext context)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        _flavour = DnsPorts.FlavourOf(context.Flow.SourcePort, context.Flow.DestinationPort);
        context.App.Protocol = Protocol;
        context.App.Dns = _facts;
    }

    private void Inspect(scoped in InspectionContext context, PlacedBytes message, int wireLength, bool udp)
    {
        if (message.Length < DnsHeader.Length)
        {
            if (wireLength < DnsHeader.Length)
            {
                message.Report(context, FindingName.DnsMessageMalformed, 0, message.Length,
                    new("message of {0} bytes is shorter than its header", wireLength));
            }

            return;
        }

        Span<byte> question = stackalloc byte[LongestText];
        var reader = new DnsMessageReader(message, wireLength, _flavour, udp);
        reader.CheckHeader(context);
        CheckDirection(context, message, reader.Header);
        if (reader.Header.Opcode != DnsTypes.StatefulOperations) // RFC 8490 s5.4 has TLVs there
        {
            reader.ReadSections(context, question);
        }

        Count(context, reader, message, question);
        if (udp)
        {
            CheckSize(context, reader, message, wireLength);
        }
    }

    private void Count(scoped in InspectionContext context, scoped in DnsMessageReader reader, PlacedBytes message, ReadOnlySpan<byte> question)
    {
        var header = reader.Header;
        if (header.IsResponse)
        {
            _facts.Responses++;
            _facts.NameErrors += header.ResponseCode == 3 ? 1 : 0;
            _facts.Truncated += header.IsTruncated ? 1 : 0;
            _facts.Answers += header.Answers;
            _facts.AnswerBytes += reader.AnswerBytes;
        }
        else
        {
            _facts.Queries++;
        }

        // Of a query and its answer, which repeats the question, only one tells something new.
        if (reader.QuestionLength > 0 && (!header.IsResponse || _facts.Queries == 0))
        {
            CountName(context, message, question[..reader.QuestionLength], (ushort)reader.QuestionType);
        }
    }

    private void CountName(scoped in InspectionContext context, PlacedBytes message, ReadOnlySpan<byte> wire, ushort type)
    {
        if (context.App.ServerName.Length == 0)
        {
            context.App.ServerName = DnsNameText.Of(wire, _flavour);
        }

        var shape = DnsNameShape.Of(wire);
        _facts.Names++;
        _facts.NameCharacters += shape.Characters;
        _facts.LongestName = Math.Max(_facts.LongestName, shape.Characters);
        _facts.NameEntropy += shape.Entropy;
        _facts.UnusualTypes += type == DnsTypes.Txt || DnsTypes.IsFreeForm(type) ? 1 : 0;
        if (_facts.AddName(shape.Hash) && _flavour == DnsFlavour.Dns && _tunnel.Add(shape, type))
        {
            message.Report(context, FindingName.DnsTunnelSuspected, DnsHeader.Length, wire.Length,
                new("{0} distinct names, this one of {1} characters, carry data", _facts.DistinctNames, shape.Characters));
        }
    }

    private void CheckDirection(scoped in InspectionContext context, PlacedBytes message, DnsHeader header)
    {
        var forward = context.Side == Side.Forward;
        var from = forward ? context.Flow.SourcePort : context.Flow.DestinationPort;
        var to = forward ? context.Flow.DestinationPort : context.Flow.SourcePort;
        if (header.Opcode == DnsTypes.StatefulOperations)
        {
            return; // RFC 8490: the server may ask, too
        }

        if (IsFromWrongSide(context.Side, header.IsResponse, from, to))
        {
            message.Report(context, FindingName.DnsDirectionMismatch, 2, 1, header.IsResponse
                ? new("response from port {0} to port {1}, where requests go", from, to)
                : new("request from port {0} to port {1}, where responses go", from, to));
        }
    }

    private bool IsFromWrongSide(Side side, bool response, ushort from, ushort to)
    {
        var own = DnsPorts.PortOf(_flavour);
        if (_flavour == DnsFlavour.Multicast)
        {
            return response && from != own; // RFC 6762 s6; queries come from anywhere
        }

        if ((from == own) != (to == own))
        {
            return response == (to == own);
        }

        if (from == own || (response && _client is null))
        {
            return false; // between servers, or begun with a response: nobody knows who asks
        }

        _client ??= side;
        return response == (side == _client);
    }

    /// <summary>RFC 1035 s4.2.1: 512 bytes, unless the requestor said it takes more (RFC 6891 s6.2.3).</summary>
    private void CheckSize(scoped in InspectionContext context, scoped in DnsMessageReader reader, PlacedBytes message, int wireLength)
    {
        if (_flavour is DnsFlavour.Multicast or DnsFlavour.NetBios)
        {
            return; // RFC 6762 s17 allows what the link carries
        }

        var own = reader.AdvertisedSize;
        if (!reader.Header.IsResponse)
        {
            _querySeen = true;
            _advertisedSize = Math.Max(_advertisedSize, own);
        }

        var limit = reader.Header.IsResponse && _querySeen ? Math.Max(ClassicLimit, _advertisedSize)
            : own >= 0 ? ushort.MaxValue : ClassicLimit;
        if (wireLength > limit)
        {
            var at = message.Length > limit ? limit : 0; // of what is beyond, nothing may have been captured
            message.Report(context, FindingName.DnsOversizeOrFragmented, at, message.Length - at,
                new("message of {0} bytes where {1} are allowed over UDP", wireLength, limit));
        }
    }
}
