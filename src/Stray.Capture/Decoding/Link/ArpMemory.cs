namespace Stray.Capture.Decoding.Link;

/// <summary>
/// What ARP said so far: open requests and learned bindings, in fixed tables where the younger entry replaces the older one
/// of the same slot. A flood of invented addresses costs memory of neither this table nor the attacker's victims' entries
/// beyond their slots.
/// </summary>
internal sealed class ArpMemory(int capacity, FrameClock clock)
{
    /// <summary>
    /// Announcements of one address within <see cref="BurstSeconds"/> that no ordinary host makes (RFC 5227 s2.3: two).
    /// </summary>
    public const int Burst = 8;
    public const int BurstSeconds = 10;
    private const long Second = 1_000_000_000;

    /// <summary>Replies follow at once; a minute forgives slow hosts and a request repeated before the answer.</summary>
    private const long AnswerTime = 60 * Second;

    /// <summary>Before this much was seen the request may lie before the capture's start.</summary>
    private const long WarmUp = 5 * Second;

    /// <summary>How long a binding stays a binding without being repeated: a lease may have moved after that.</summary>
    private const long BindingTime = 300 * Second;

    private readonly Asked[] _asked = new Asked[capacity];
    private readonly Binding[] _bindings = new Binding[capacity];

    public void Request(in ArpClaim claim)
    {
        ref var slot = ref _asked[Slot(claim.Target, claim.Vlan, _asked.Length)];
        slot = new Asked { Target = claim.Target, Vlan = claim.Vlan, Time = claim.Time };
    }

    /// <summary>True for a reply to a unicast address whose request was not seen, though it should have been.</summary>
    public bool IsUnsolicited(in ArpClaim reply)
    {
        ref readonly var slot = ref _asked[Slot(reply.Sender, reply.Vlan, _asked.Length)];
        var asked = slot.Target == reply.Sender && slot.Vlan == reply.Vlan && reply.Time - slot.Time <= AnswerTime;
        return !asked && reply.Sender != reply.Target && reply.Time - clock.Start > WarmUp
            && !ArpClaim.IsVirtualRouter(reply.Mac);
    }

    /// <summary>How many times in a row the sender announced its address within the burst time, this one included.</summary>
    public int Announcements(in ArpClaim claim)
    {
        ref var binding = ref _bindings[Slot(claim.Sender, claim.Vlan, _bindings.Length)];
        if (binding.Address != claim.Sender || claim.Time - binding.BurstStart > BurstSeconds * Second
            || claim.Time < binding.BurstStart)
        {
            binding.BurstStart = claim.Time;
            binding.Announced = 0;
        }

        return ++binding.Announced;
    }

    /// <summary>Learns the binding; true when another machine had the address a moment ago.</summary>
    public bool Conflicts(in ArpClaim claim, out ulong known)
    {
        known = 0;
        if (claim.Sender == 0 || claim.Mac == 0)
        {
            return false; // a probe claims nothing (RFC 5227 s2.1.1)
        }

        ref var binding = ref _bindings[Slot(claim.Sender, claim.Vlan, _bindings.Length)];
        var same = binding.Address == claim.Sender && binding.Vlan == claim.Vlan;
        known = binding.Owner;
        var fresh = same && claim.Time - binding.Time <= BindingTime;
        var conflict = fresh && known != claim.Mac
            && !ArpClaim.IsVirtualRouter(known) && !ArpClaim.IsVirtualRouter(claim.Mac);
        if (!same && claim.Sender != claim.Target)
        {
            binding.Announced = 0; // the slot's former owner announced; this one did not
            binding.BurstStart = 0;
        }

        binding.Address = claim.Sender;
        binding.Vlan = claim.Vlan;
        binding.Owner = fresh ? binding.Owner : claim.Mac;
        binding.Time = claim.Time;
        return conflict;
    }

    private static int Slot(uint address, ushort vlan, int length) =>
        (int)(((address ^ ((uint)vlan << 16)) * 0x9E3779B97F4A7C15UL >> 33) % (uint)length);

    private struct Asked
    {
        public uint Target;
        public ushort Vlan;
        public long Time;
    }

    private struct Binding
    {
        public uint Address;
        public ushort Vlan;
        public int Announced;

        /// <summary>Who had the address first: taking it back from an impostor is no conflict.</summary>
        public ulong Owner;
        public long Time;
        public long BurstStart;
    }
}
