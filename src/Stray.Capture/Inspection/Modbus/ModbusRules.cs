using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Modbus;

/// <summary>What a Modbus PDU of a public function must look like (Modbus application protocol v1.1b3 s6).</summary>
internal static class ModbusRules
{
    private const int Diagnostics = 8;

    /// <param name="pdu">Function code and data, whole.</param>
    /// <returns>The flaw, its offset in the PDU and its length; a null text when there is none.</returns>
    public static (string? Text, int Offset, int Length) Request(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        0 or >= 0x80 => ("function code {0} is no request's", 0, 1),
        1 or 2 => Quantity(pdu, 2000),
        3 or 4 => Quantity(pdu, 125),
        5 when pdu.Length != 5 => ("request of function {0} has another length", 0, pdu.Length),
        5 when !IsSwitch(pdu[3..]) => ("coil is set neither on nor off", 3, 2),
        6 when pdu.Length != 5 => ("request of function {0} has another length", 0, pdu.Length),
        15 or 16 when pdu.Length < 6 || pdu.Length != 6 + pdu[5] => ("byte count of function {0} is not that of its data", Math.Min(5, pdu.Length - 1), 1),
        Diagnostics => Diagnostic(pdu),
        _ => default,
    };

    /// <inheritdoc cref="Request"/>
    public static (string? Text, int Offset, int Length) Response(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        0 or 0x80 => ("function code {0} is no response's", 0, 1),
        > 0x80 when pdu.Length != 2 => ("exception response is not of two bytes", 0, pdu.Length),
        >= 1 and <= 4 when pdu.Length < 2 || pdu.Length != 2 + pdu[1] => ("byte count of function {0} is not that of its data", Math.Min(1, pdu.Length - 1), 1),
        5 or 6 or 15 or 16 when pdu.Length != 5 => ("response of function {0} has another length", 0, pdu.Length),
        _ => default,
    };

    private static (string? Text, int Offset, int Length) Quantity(ReadOnlySpan<byte> pdu, int most)
    {
        if (pdu.Length != 5)
        {
            return ("request of function {0} has another length", 0, pdu.Length);
        }

        var quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        return quantity == 0 || quantity > most ? ("function {0} asks for none or for too many", 3, 2) : default;
    }

    /// <summary>Subfunctions of s6.8 and what they carry.</summary>
    private static (string? Text, int Offset, int Length) Diagnostic(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < 3)
        {
            return ("diagnostics without a subfunction", 0, pdu.Length);
        }

        var data = pdu[3..];
        return BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]) switch
        {
            0 => default,
            1 when data.Length != 2 || !IsSwitch(data) => ("diagnostics data is not that of restart", 1, pdu.Length - 1),
            3 when data.Length != 2 || data[1] != 0 => ("diagnostics data is not that of a delimiter", 1, pdu.Length - 1),
            2 or 4 or (>= 10 and <= 18) or 20 when data.Length != 2 || data[0] != 0 || data[1] != 0 => ("diagnostics data is not zero", 1, pdu.Length - 1),
            1 or 2 or 3 or 4 or (>= 10 and <= 18) or 20 => default,
            21 => default, // Modbus Plus statistics
            _ => ("diagnostics subfunction is not assigned", 1, 2),
        };
    }

    private static bool IsSwitch(ReadOnlySpan<byte> value) => value[0] is 0 or 0xFF && value[1] == 0;
}
