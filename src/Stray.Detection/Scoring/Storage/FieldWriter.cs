using System.Runtime.InteropServices;
using System.Text;

namespace Stray.Detection.Scoring.Storage;

/// <summary>The mirror image of <see cref="FieldReader"/>. Arrays are written as this machine holds them: little-endian.</summary>
internal sealed class FieldWriter(Stream target) : IDisposable
{
    private readonly BinaryWriter _out = new(target, Encoding.UTF8, leaveOpen: true);

    public void Byte(byte value) => _out.Write(value);

    public void Int32(int value) => _out.Write(value);

    public void Double(double value) => _out.Write(value);

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Int32(bytes.Length);
        _out.Write(bytes);
    }

    public void Values<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Int32(values.Length);
        _out.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Flushes; the target stays open.</summary>
    public void Dispose() => _out.Dispose();
}
