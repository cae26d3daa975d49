namespace Stray.Capture.Inspection.Ssh;

/// <summary>What an identification line says the sender speaks.</summary>
internal enum SshVersion : byte
{
    None,
    One,
    Two,

    /// <summary>"1.99": both (RFC 4253 s5.1).</summary>
    Both,

    Unknown,
}
