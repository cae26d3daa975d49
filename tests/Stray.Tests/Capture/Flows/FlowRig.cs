using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Flows.Reassembly;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>A flow tracker whose ended flows and streams are kept.</summary>
internal sealed class FlowRig
{
    private readonly FindingStore _findings = new();

    public FlowRig(FlowOptions? options = null)
    {
        var consumer = new StreamConsumer(OnStream, OnGap, (in _, _) => Wanted);
        Tracker = new FlowTracker(options ?? new FlowOptions(), _findings, new ProtocolInspection(_findings), consumer, Keep, seed: 42);
    }

    public FlowTracker Tracker { get; }

    public PacketFindings Pending { get; } = new();

    public bool Wanted { get; set; } = true;

    public List<EndedFlow> Flows { get; } = [];

    /// <summary>Stream bytes by side, gaps as question marks; of all flows together.</summary>
    public List<byte>[] Streams { get; } = [[], []];

    public long GapBytes { get; private set; }

    public IEnumerable<FlowFinding> Findings => Flows.SelectMany(f => f.Findings);

    public FlowRig Finish()
    {
        Tracker.Finish();
        return this;
    }

    private void OnStream(ref FlowState flow, Side side, scoped in StreamChunk chunk)
    {
        Streams[(int)side].AddRange(chunk.Bytes);
        for (var i = chunk.Bytes.Length; i < chunk.WireLength; i++)
            Streams[(int)side].Add((byte)'?');
    }

    private void OnGap(ref FlowState flow, Side side, long bytes) => GapBytes += bytes;

    private void Keep(ref FlowState flow, FlowEnd reason)
    {
        var list = new List<FlowFinding>();
        _findings.Drain(ref flow.Findings, list);
        Flows.Add(new EndedFlow(flow, reason, list));
    }
}

/// <summary>A flow as it ended.</summary>
internal sealed record EndedFlow(FlowState State, FlowEnd Reason, IReadOnlyList<FlowFinding> Findings);
