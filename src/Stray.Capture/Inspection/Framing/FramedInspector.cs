using Stray.Capture.Flows;
using Stray.Contracts.Flows;

namespace Stray.Capture.Inspection.Framing;

/// <summary>
/// For protocols whose messages say how long they are: cuts both streams into messages, wherever the segments end, and shows
/// the inspector the first bytes of each. Of a long message the rest is skipped, never held; a hole that ends within
/// skipped bytes loses nothing, any other ends the side.
/// </summary>
/// <param name="kept">Bytes of a message shown at most.</param>
public abstract class FramedInspector(int kept) : ProtocolInspector
{
    /// <summary><see cref="Measure"/>: the length is not among these bytes yet.</summary>
    protected const long MoreNeeded = 0;

    /// <summary><see cref="Measure"/>: these bytes begin no message.</summary>
    protected const long NotAMessage = -1;

    private readonly FramedSide _forward = new(kept);
    private readonly FramedSide _backward = new(kept);

    public override void Reset()
    {
        _forward.Reset();
        _backward.Reset();
    }

    public override bool Wants(Side side) => !Of(side).IsDone;

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        var side = Of(context.Side);
        if (side.IsDone)
        {
            side.Lose();
        }
        else
        {
            CutShort(context, side, bytes);
        }
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var side = Of(context.Side);
        for (var at = 0; at < chunk.Bytes.Length && !side.IsDone;)
        {
            at += Advance(context, side, chunk, at);
        }

        var missing = chunk.WireLength - chunk.Bytes.Length;
        if (missing > 0 && !side.IsDone)
        {
            CutShort(context, side, missing);
        }
    }

    /// <summary>A datagram holds whole messages only.</summary>
    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var whole = new PlacedBytes(chunk, chunk.Bytes, 0);
        for (var at = 0; at < whole.Length;)
        {
            var rest = whole.Slice(at);
            var length = Measure(rest.Bytes, context.Side);
            if (length < 0 || ((length == MoreNeeded || length > rest.Length) && chunk.WireLength == chunk.Bytes.Length))
            {
                Refuse(context, rest);
                return;
            }

            var taken = length == MoreNeeded ? rest.Length : (int)Math.Min(length, rest.Length);
            if (length != MoreNeeded)
            {
                Inspect(context, rest.Slice(0, Math.Min(taken, kept)), length);
            }

            at += taken;
        }
    }

    /// <summary>Length in bytes of the message that begins here, or <see cref="MoreNeeded"/>, or <see cref="NotAMessage"/>.</summary>
    protected abstract long Measure(ReadOnlySpan<byte> head, Side side);

    /// <summary>One message.</summary>
    /// <param name="head">Its first bytes: all of it, unless it is longer than what is kept or the snaplen cut it.</param>
    /// <param name="length">What it measures.</param>
    protected abstract void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length);

    /// <summary>The side's bytes begin no message; it will not be looked at any more.</summary>
    protected virtual void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
    }

    /// <summary>Whether the side's messages are known to begin where they seem to: seen from the start, or in step before.</summary>
    protected bool InStep(scoped in InspectionContext context) => Of(context.Side).Messages > 1 || FromStart(context, context.Side);

    /// <summary>Whether the side's first bytes were captured.</summary>
    protected static bool FromStart(scoped in InspectionContext context, Side side) =>
        !context.Flow.Midstream && !context.App.Progress(side).Broken;

    /// <summary>Whether nothing the side ever said was missed; of datagrams nobody knows.</summary>
    protected bool IsComplete(scoped in InspectionContext context, Side side) =>
        context.Flow.Key.Protocol == ProtocolNames.Tcp && FromStart(context, side) && !Of(side).IsLost;

    protected void Stop(Side side) => Of(side).Stop();

    protected void StopBoth()
    {
        _forward.Stop();
        _backward.Stop();
    }

    protected static Side Other(Side side) => side == Side.Forward ? Side.Backward : Side.Forward;

    private FramedSide Of(Side side) => side == Side.Forward ? _forward : _backward;

    /// <returns>Bytes of the chunk used up, at least one.</returns>
    private int Advance(scoped in InspectionContext context, FramedSide side, scoped in StreamChunk chunk, int at)
    {
        var rest = chunk.Bytes[at..];
        if (side.Skip > 0)
        {
            var skipped = (int)Math.Min(side.Skip, rest.Length);
            side.Skip -= skipped;
            return skipped;
        }

        return side.Pending.Length > 0 ? Gather(context, side, chunk, at) : Take(context, side, chunk, at);
    }

    /// <summary>A message begins here; the common case is that all of it that is wanted lies in the chunk.</summary>
    private int Take(scoped in InspectionContext context, FramedSide side, scoped in StreamChunk chunk, int at)
    {
        var rest = chunk.Bytes[at..];
        var length = Measure(rest, context.Side);
        var wanted = (int)Math.Min(length, kept);
        if (length < 0 || (length > 0 && wanted <= rest.Length))
        {
            var shown = length < 0 ? Math.Min(rest.Length, kept) : wanted;
            Show(context, side, new PlacedBytes(chunk, rest[..shown], at), length);
            return shown;
        }

        return Gather(context, side, chunk, at);
    }

    private int Gather(scoped in InspectionContext context, FramedSide side, scoped in StreamChunk chunk, int at)
    {
        var measured = side.Pending.Length == 0 ? MoreNeeded : Measure(side.Pending.Bytes, context.Side);
        var wanted = measured > 0 ? (int)Math.Min(measured, kept) - side.Pending.Length : 1;
        var taken = side.Pending.Append(chunk, at, Math.Min(wanted, chunk.Bytes.Length - at));
        var length = Measure(side.Pending.Bytes, context.Side);
        if (taken == 0)
        {
            side.Lose(); // a length that cannot be told from all that is kept
            return 1;
        }

        if (length < 0 || (length > 0 && side.Pending.Length >= Math.Min(length, kept)))
        {
            Show(context, side, new PlacedBytes(side.Pending), length);
            side.Pending.Clear();
        }

        return taken;
    }

    private void Show(scoped in InspectionContext context, FramedSide side, scoped in PlacedBytes head, long length)
    {
        if (length < 0)
        {
            side.Stop();
            Refuse(context, head);
            return;
        }

        side.Skip = length - head.Length;
        Inspect(context, head, length);
        side.Messages++;
    }

    /// <summary>Bytes are missing, cut by the snaplen or lost: what is there of the message is shown, the rest skipped.</summary>
    private void CutShort(scoped in InspectionContext context, FramedSide side, long missing)
    {
        var length = side.Pending.Length > 0 ? Measure(side.Pending.Bytes, context.Side) : side.Skip;
        var rest = length - side.Pending.Length;
        if (rest < missing)
        {
            side.Lose();
            return;
        }

        if (side.Pending.Length > 0)
        {
            Show(context, side, new PlacedBytes(side.Pending), length);
            side.Pending.Clear();
        }

        side.Skip = rest - missing;
    }
}
