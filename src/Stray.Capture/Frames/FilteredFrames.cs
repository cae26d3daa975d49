using System.Diagnostics.CodeAnalysis;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Stray.Capture.Frames;

/// <summary>
/// The frames of another source that match a pcap-filter(7) expression, compiled and run by libpcap. They keep their numbers;
/// those left out are counted.
/// </summary>
public sealed class FilteredFrames : IFrameSource
{
    private const int DltRaw = 12;

    private readonly IFrameSource _source;
    private readonly string _expression;
    private readonly Dictionary<LinkType, BpfProgram> _programs = [];
    private FrameFailure? _failure;
    private LinkType _linkType;
    private BpfProgram? _program;

    private FilteredFrames(IFrameSource source, string expression)
    {
        _source = source;
        _expression = expression;
    }

    public string Name => _source.Name;

    public double Progress => _source.Progress;

    public FrameCounters Counters => _source.Counters;

    public FrameFailure? Failure => _failure ?? _source.Failure;

    /// <summary>Takes the source over. Fails when the expression compiles for no link type, or libpcap is missing.</summary>
    public static bool TryCreate(
        IFrameSource source,
        string expression,
        [NotNullWhen(true)] out FilteredFrames? frames,
        [NotNullWhen(false)] out FrameFailure? failure)
    {
        var created = new FilteredFrames(source, expression);
        var error = created.Compile(LinkType.Ethernet, out _);

        // What names Ethernet's header fits no other link type and the reverse; the file decides which are needed.
        var usable = error is null || Enum.GetValues<LinkType>().Any(other => created.Compile(other, out _) is null);
        frames = usable ? created : null;
        failure = usable ? null : new FrameFailure(source.Name, -1, 0, $"filter '{expression}': {error}");
        return usable;
    }

    public bool TryRead(out Frame frame)
    {
        while (_failure is null && _source.TryRead(out frame))
        {
            if (!TrySelect(frame))
            {
                break;
            }

            if (Matches(frame))
            {
                return true;
            }

            Counters.FilteredOut++;
        }

        frame = default;
        return false;
    }

    public void Dispose()
    {
        foreach (var program in _programs.Values)
        {
            program.Dispose();
        }

        _programs.Clear();
        _source.Dispose();
    }

    private bool TrySelect(in Frame frame)
    {
        if (_program is not null && frame.LinkType == _linkType)
        {
            return true;
        }

        var error = Compile(frame.LinkType, out _program);
        _linkType = frame.LinkType;
        if (error is not null)
        {
            var link = LinkTypes.NameOf((int)frame.LinkType);
            _failure = new FrameFailure(Name, -1, frame.Number - 1, $"filter '{_expression}' does not fit frame {frame.Number}, {link}: {error}");
        }

        return error is null;
    }

    // SharpPcap's own overload for spans takes the captured length for the one on the wire ("greater 1000" would look at the
    // wrong one) and allocates a header per frame.
    private unsafe bool Matches(in Frame frame)
    {
        var header = new NativeFrameHeader { Captured = (uint)frame.Bytes.Length, Original = (uint)frame.OriginalLength };
        fixed (byte* bytes = frame.Bytes)
        {
            byte none = 0; // an empty span has no address
            return _program!.Matches((nint)(&header), (nint)(bytes == null ? &none : bytes));
        }
    }

    private string? Compile(LinkType linkType, out BpfProgram? program)
    {
        if (_programs.TryGetValue(linkType, out program))
        {
            return null;
        }

        try
        {
            program = BpfProgram.Create((PacketDotNet.LinkLayers)DltOf(linkType), _expression);
            _programs.Add(linkType, program);
            return null;
        }
        catch (PcapException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return LibPcap.Missing;
        }
    }

    // libpcap compiles for its own DLT numbers, which on this point differ from the files' LINKTYPE numbers.
    private static int DltOf(LinkType linkType) => linkType is LinkType.Raw or LinkType.RawOpenBsd ? DltRaw : (int)linkType;
}
