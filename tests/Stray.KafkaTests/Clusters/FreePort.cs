using System.Net;
using System.Net.Sockets;

namespace Stray.KafkaTests.Clusters;

/// <summary>Finds ports nobody listens on, below those the kernel hands out to clients.</summary>
internal static class FreePort
{
    /// <param name="offsets">All of base + offset must be free.</param>
    public static int Base(params int[] offsets)
    {
        var random = new Random(Environment.ProcessId);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var candidate = random.Next(20_000, 31_000);
            if (offsets.All(o => IsFree(candidate + o)))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException("no free ports between 20000 and 31000");
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
