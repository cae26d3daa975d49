using System.CommandLine;
using Stray.Capture.Frames;
using Stray.Settings;

namespace Stray.Verbs;

/// <summary>Options of the verbs that capture: what, and how much of it.</summary>
internal sealed class LiveChoice
{
    public Option<string?> Interface { get; } = new("--interface", "-i") { Description = "Capture from this interface until stopped; \"any\" for all." };

    public Option<string?> Filter { get; } = new("--filter", "-f") { Description = "BPF expression that frames must match, e.g. \"not port 9092\"." };

    public Option<string?> Sensor { get; } = new("--sensor", "-s") { Description = "Name of the capture point; default: the file's or interface's name." };

    public Option<int?> Snaplen { get; } = new("--snaplen") { Description = "Most bytes kept of a frame of an interface, 64 to 262144; what is cut off is not inspected. Default: all." };

    public void AddTo(Command command)
    {
        Snaplen.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } bytes and (< 64 or > 262_144))
            {
                result.AddError($"--snaplen is {bytes}, allowed are 64 to 262144");
            }
        });
        command.Add(Interface);
        command.Add(Filter);
        command.Add(Sensor);
        command.Add(Snaplen);
    }

    /// <summary>The interface as asked for; null when none was.</summary>
    public LiveOptions? Of(ParseResult parsed, CaptureSettings settings)
    {
        if (parsed.GetValue(Interface) is not { } name)
        {
            return null;
        }

        var options = new LiveOptions(name) { BufferBytes = settings.RingMiB << 20, Filter = parsed.GetValue(Filter) ?? "" };
        return parsed.GetValue(Snaplen) is { } bytes ? options with { Snaplen = bytes } : options;
    }
}
