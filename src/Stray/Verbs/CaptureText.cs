using System.Globalization;
using System.Text.Json;
using Stray.Capture.Frames;
using Stray.Runs;
using Stray.Streaming;
using Stray.Transport.Producers;

namespace Stray.Verbs;

/// <summary>The end of a capture, for people and as one JSON object.</summary>
internal static class CaptureText
{
    public static void Write(TextWriter output, CaptureSummary summary, string topic)
    {
        foreach (var input in summary.Inputs)
        {
            output.WriteLine($"{input.Name}: {Whole(input.Read)} {input.Unit} → {Whole(input.Flows)} flows{Drops(input.Frames)}");
        }

        output.WriteLine($"{Whole(summary.Published.Delivered)} of {Whole(summary.Flows)} flows are on {topic}");
        foreach (var why in Enum.GetValues<FlowLoss>().Where(w => summary.Published.Lost(w) > 0))
        {
            output.WriteLine($"note: {Whole(summary.Published.Lost(why))} flows lost: {Words(why)}");
        }
    }

    public static void WriteJson(TextWriter output, CaptureSummary summary, string topic)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("topic", topic);
            json.WriteNumber("flows", summary.Flows);
            json.WriteNumber("delivered", summary.Published.Delivered);
            json.WriteStartObject("lost");
            foreach (var why in Enum.GetValues<FlowLoss>())
            {
                json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(why.ToString()), summary.Published.Lost(why));
            }

            json.WriteEndObject();
            json.WriteStartArray("inputs");
            foreach (var input in summary.Inputs)
            {
                WriteInput(json, input);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteInput(Utf8JsonWriter json, InputSummary input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteNumber(input.Unit, input.Read);
        json.WriteNumber("flows", input.Flows);
        if (input.Frames is { } frames)
        {
            json.WriteNumber("bytes", frames.Bytes);
            foreach (var (name, count, _) in Losses(frames))
            {
                json.WriteNumber(name, count);
            }
        }

        json.WriteString("failure", input.Failure);
        json.WriteEndObject();
    }

    private static string Drops(FrameCounters? frames) => frames is null
        ? ""
        : string.Concat(Losses(frames).Where(l => l.Count > 0).Select(l => $"; {Whole(l.Count)} {l.Words}"));

    private static IEnumerable<(string Name, long Count, string Words)> Losses(FrameCounters frames) =>
    [
        ("filtered_out", frames.FilteredOut, "left out by the filter"),
        ("snaplen_cut", frames.SnaplenCut, "captured shorter than they were"),
        ("unsupported_link", frames.UnsupportedLinkType.Values.Sum(), "of link types that are not decoded"),
        ("kernel_dropped", frames.KernelDropped, "dropped by the kernel, whose ring was full (Capture:RingMiB)"),
        ("interface_dropped", frames.InterfaceDropped, "dropped by the interface"),
        ("left_unread", frames.LeftUnread, "left unread at the stop"),
    ];

    private static string Words(FlowLoss why) => why switch
    {
        FlowLoss.QueueFull => "the brokers were slower than the traffic",
        FlowLoss.TooLarge => "larger than the topic takes",
        FlowLoss.Refused => "the brokers refused them",
        _ => "not acknowledged within Kafka:DrainTimeoutSeconds",
    };

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
