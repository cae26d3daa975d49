using System.Buffers.Binary;
using System.Numerics;

namespace Stray.Capture.Flows;

/// <summary>
/// SHA-1 (RFC 3174) of a message that fits one block. The framework's goes through OpenSSL's context and error queue, which
/// cost five times the hash itself for the 40 bytes of every flow's Community ID. It identifies, it protects nothing.
/// </summary>
internal static class OneBlockSha1
{
    public const int LongestMessage = BlockBytes - 1 - sizeof(ulong);
    public const int DigestBytes = 20;

    private const int BlockBytes = 64;
    private const int Rounds = 80;

    /// <param name="message">At most <see cref="LongestMessage"/> bytes.</param>
    /// <param name="digest">At least <see cref="DigestBytes"/> bytes.</param>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, LongestMessage);
        Span<uint> words = stackalloc uint[Rounds];
        Expand(message, words);
        var state = new State(0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0);
        var sum = Compress(state, words);
        BinaryPrimitives.WriteUInt32BigEndian(digest, state.A + sum.A);
        BinaryPrimitives.WriteUInt32BigEndian(digest[4..], state.B + sum.B);
        BinaryPrimitives.WriteUInt32BigEndian(digest[8..], state.C + sum.C);
        BinaryPrimitives.WriteUInt32BigEndian(digest[12..], state.D + sum.D);
        BinaryPrimitives.WriteUInt32BigEndian(digest[16..], state.E + sum.E);
    }

    private static void Expand(ReadOnlySpan<byte> message, Span<uint> words)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(block[^sizeof(ulong)..], (ulong)message.Length * 8);
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
        }

        for (var i = 16; i < words.Length; i++)
        {
            words[i] = BitOperations.RotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        }
    }

    private static State Compress(State start, ReadOnlySpan<uint> words)
    {
        var (a, b, c, d, e) = start;
        for (var i = 0; i < words.Length; i++)
        {
            var mixed = i switch
            {
                < 20 => (d ^ (b & (c ^ d))) + 0x5A827999,
                < 40 => (b ^ c ^ d) + 0x6ED9EBA1,
                < 60 => ((b & c) | (d & (b | c))) + 0x8F1BBCDC,
                _ => (b ^ c ^ d) + 0xCA62C1D6,
            };
            var next = BitOperations.RotateLeft(a, 5) + mixed + e + words[i];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        return new State(a, b, c, d, e);
    }

    private readonly record struct State(uint A, uint B, uint C, uint D, uint E);
}
