namespace Stray.Capture.Decoding;

/// <summary>Bounds of everything the decoder remembers or repeats.</summary>
/// <param name="Layers">Headers decoded per frame before the rest is left alone.</param>
/// <param name="Tunnels">Nested encapsulations that carry a link or network header; real stacks have two or three.</param>
/// <param name="FragmentTrains">Datagrams under reassembly at once.</param>
/// <param name="FragmentBytes">Bytes of reassembly buffers.</param>
/// <param name="FragmentTimeout">How long a train may stay incomplete (RFC 1122 s3.3.2 asks for 60 to 120 s, RFC 8200 s4.5
/// for 60 s).</param>
/// <param name="ArpBindings">Learned IPv4-to-MAC bindings and open requests, each.</param>
public sealed record DecoderLimits(
    int Layers = 24,
    int Tunnels = 3,
    int FragmentTrains = 4096,
    long FragmentBytes = 32 << 20,
    TimeSpan? FragmentTimeout = null,
    int ArpBindings = 16384)
{
    internal long FragmentTimeoutNanoseconds => (FragmentTimeout ?? TimeSpan.FromSeconds(60)).Ticks * 100;
}
