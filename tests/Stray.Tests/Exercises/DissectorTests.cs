using System.ComponentModel;
using System.Diagnostics;

namespace Stray.Tests.Exercises;

/// <summary>An independent dissector reads the captures: the payloads are the protocols they say they are.</summary>
[Collection(ExerciseCollection.Name)]
public sealed class DissectorTests(WrittenCapture written)
{
    [Fact]
    public void A_dissector_finds_no_error_in_the_baseline() => Assert.Equal("", Errors(written.Baseline, "frame"));

    [Fact]
    public void A_dissector_finds_errors_in_the_exercise_only_where_they_were_planted()
    {
        var crafted = written.Planted("malformed_headers").Entities[0];
        var lossy = written.Planted("quiet_lossy_link").Entities[0];
        var resent = $"(ip.addr == {lossy} && _ws.expert.message contains \"retransmission?\")"; // loss is no error of ours
        Assert.Equal("", Errors(written.Exercise, $"ip.src != {crafted} && !{resent}"));
        Assert.NotEqual("", Errors(written.Exercise, $"ip.src == {crafted}"));
    }

    private static string Errors(byte[] capture, string filter)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, capture);
            // Random bytes on port 9100 may look like Thrift to a guess: guesses are not what is tested here.
            return Run("-r", file, "--disable-protocol", "thrift", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
                "-o", "udp.check_checksum:TRUE", "-Y", $"({filter}) && (_ws.malformed || _ws.expert.severity == \"Error\")");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("tshark") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("tshark is not installed");
            return "";
        }
    }
}
