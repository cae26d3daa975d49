using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Stray.Tests.Capture.Frames;

/// <summary>
/// Two joined virtual interfaces in a network namespace of their own, where nothing else sends. Needs root and iproute2: a
/// test is skipped with the reason where they are missing.
/// </summary>
internal sealed partial class VethPair : IDisposable
{
    public const string Near = "near0", Far = "far0";

    private readonly string _name = $"stray-test-{Environment.ProcessId}-{Guid.NewGuid():N}"[..28];

    public VethPair()
    {
        Run("netns", "add", _name);
        InNamespace("link", "add", Near, "mtu", "65535", "type", "veth", "peer", "name", Far, "mtu", "65535");
        foreach (var end in new[] { Near, Far })
        {
            // No IPv6 address, so that the kernel itself sends nothing.
            InNamespace("link", "set", end, "addrgenmode", "none");
            InNamespace("link", "set", end, "up");
        }
    }

    /// <summary>Runs on a thread of its own inside the namespace: setns(2) holds for one thread, and that one ends with it.</summary>
    public void Enter(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/var/run/netns/{_name}");
                Assert.Equal(0, SetNamespace((int)handle.DangerousGetHandle(), 0x4000_0000));
                action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose() => Run("netns", "del", _name);

    private void InNamespace(params string[] arguments) => Run(["-n", _name, .. arguments]);

    private static void Run(params string[] arguments)
    {
        try
        {
            using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var error = ip.StandardError.ReadToEnd();
            ip.WaitForExit();
            Assert.SkipUnless(ip.ExitCode == 0, $"needs a network namespace (root): ip {string.Join(' ', arguments)}: {error}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("needs iproute2's 'ip'");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
