namespace Stray.Capture.Inspection.DceRpc;

/// <summary>The call whose fragments one side is sending (C706 s12.6.2: a PDU's fragments come one after another).</summary>
internal struct FragmentRun
{
    private uint _call;
    private bool _open;
    private bool _begun;

    /// <returns>What is wrong with the order, if anything.</returns>
    public string? Take(DceRpcHeader header, bool midstream)
    {
        var continues = _open && _call == header.Call;
        var flaw = header.IsFirst && continues ? "second first fragment of a call"
            : !header.IsFirst && !_open && (_begun || !midstream) ? "fragment of a call that has not begun"
            : null;
        if (header.IsFirst || continues)
        {
            _open = !header.IsLast;
            _call = header.Call;
        }

        _begun = true;
        return flaw;
    }
}
