using System.Globalization;
using System.Text.Json;
using Avro.Generic;

namespace Stray.KafkaTests.Foreign;

/// <summary>Whether what a foreign program decoded is what was written.</summary>
internal static class SameValue
{
    public static void Assert(object? expected, JsonElement actual, string where)
    {
        switch (expected)
        {
            case GenericRecord record:
                Xunit.Assert.Equal(record.Schema.Fields.Select(f => f.Name).Order(), actual.EnumerateObject().Select(p => p.Name).Order());
                foreach (var field in record.Schema.Fields) Assert(record[field.Name], actual.GetProperty(field.Name), $"{where}.{field.Name}");
                break;
            case GenericEnum symbol:
                Xunit.Assert.Equal(symbol.Value, actual.GetString());
                break;
            case object?[] items:
                Xunit.Assert.Equal(items.Length, actual.GetArrayLength());
                for (var i = 0; i < items.Length; i++) Assert(items[i], actual[i], $"{where}[{i}]");
                break;
            case IDictionary<string, object?> entries:
                foreach (var (key, value) in entries) Assert(value, actual.GetProperty(key), $"{where}.{key}");
                break;
            case byte[] bytes:
                Xunit.Assert.Equal(Convert.ToHexStringLower(bytes), actual.GetString());
                break;
            default:
                AssertPlain(expected, actual, where);
                break;
        }
    }

    private static void AssertPlain(object? expected, JsonElement actual, string where)
    {
        var same = expected switch
        {
            null => actual.ValueKind == JsonValueKind.Null,
            bool flag => actual.GetBoolean() == flag,
            string text => actual.GetString() == text,
            float number => ((float)Number(actual)).Equals(number),
            double number => Number(actual).Equals(number),
            int number => actual.GetInt32() == number,
            long number => actual.GetInt64() == number,
            _ => false,
        };
        Xunit.Assert.True(same, $"{where}: {expected} was written, {actual} was read");
    }

    private static double Number(JsonElement actual) => actual.ValueKind == JsonValueKind.String
        ? double.Parse(actual.GetString()!, CultureInfo.InvariantCulture)
        : actual.GetDouble();
}
