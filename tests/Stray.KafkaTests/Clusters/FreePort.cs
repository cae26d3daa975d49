using System.Net;
using System.Net.Sockets;

namespace Stray.KafkaTests.Clusters;

/// <summary>Finds ports nobody listens on, below those the kernel hands out to clients.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Blocks = 200;
    private const int BlockSize = 50; // three brokers span 24 ports

    // A cluster takes seconds to listen: another that starts meanwhile must not be given the same ports.
    private static int _taken = Environment.ProcessId;

    /// <summary>The first of a block of this process's own in which every offset is free.</summary>
    public static int Base(params int[] offsets)
    {
        for (var attempt = 0; attempt < Blocks; attempt++)
        {
            var candidate = First + (Interlocked.Increment(ref _taken) % Blocks * BlockSize);
            if (offsets.All(o => IsFree(candidate + o)))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException($"no free ports from {First} on");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
