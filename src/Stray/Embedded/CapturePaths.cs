using System.Buffers.Binary;
using System.Security.Cryptography;
using Stray.Capture;
using Stray.Capture.Decoding;
using Stray.Capture.Features;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Capture.Inspection;
using Stray.Contracts.Flows;
using Stray.Settings;

namespace Stray.Embedded;

/// <summary>Puts steps 1 to 5 together as the settings say.</summary>
public static class CapturePaths
{
    public static CapturePath Build(IFrameSource source, CaptureSettings settings, EmitterOptions options, Action<FlowRecord> next)
    {
        var findings = new FindingStore();
        var emitter = new FlowEmitter(findings, next, options);
        var flows = new FlowTracker(
            new FlowOptions { TableBytes = (long)settings.FlowMemoryMiB << 20 },
            findings,
            new ProtocolInspection(findings),
            emitter.Emit,
            Seed());
        return new CapturePath(source, new Decoder(), flows);
    }

    public static LocalNetworks Networks(CaptureSettings settings) =>
        settings.LocalNetworks.Count > 0 && LocalNetworks.TryParse(settings.LocalNetworks, out var networks, out _) ? networks : LocalNetworks.Default;

    // The table's hash must not be guessable, or an attacker could aim all flows at one bucket.
    private static ulong Seed()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
