using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Stray.Capture.Features.Windows;

/// <summary>Asks for a cache line before it is needed. A hint: nothing happens where the processor has none.</summary>
internal static unsafe class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>The line that <paramref name="place"/> begins in and, of a larger value, the one after it.</summary>
    public static void Of<T>(ref T place)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // Should the collector move the array meanwhile, a line is loaded in vain: no fault, no wrong value.
        var address = (byte*)Unsafe.AsPointer(ref place);
        Sse.Prefetch0(address);
        if (Unsafe.SizeOf<T>() > CacheLine)
        {
            Sse.Prefetch0(address + CacheLine);
        }
    }
}
