using System.Text.Json;
using Stray.Contracts.Features;
using Stray.Tests.Capture.Frames;
using Stray.Verbs;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Verbs;

/// <summary><c>stray analyze</c> as a program meets it: lines on the output, reasons on the error output, exit codes.</summary>
public sealed class AnalyzeVerbTests : IDisposable
{
    private static readonly string[] FindingFields =
    [
        "finding", "tier", "frame", "offset", "length", "time", "community_id", "src", "dst", "proto", "app", "count", "standard", "detail",
    ];

    private const string Zeek = "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n1\t10.0.0.3\t5000\t10.0.0.4\t53\tudp\n";

    private const string Eve = """
        {"timestamp":"2017-04-07T22:25:39.000000+0100","event_type":"flow","src_ip":"10.0.0.5","src_port":50000,"dest_ip":"10.0.0.6","dest_port":443,"proto":"TCP","flow":{"pkts_toserver":5,"pkts_toclient":6,"bytes_toserver":700,"bytes_toclient":800,"start":"2017-04-07T22:24:37.251547+0100","end":"2017-04-07T22:24:38.251548+0100"}}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stray-verb-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Printed_findings_are_lines_with_the_contracts_names_and_nothing_else()
    {
        var run = await Run("analyze", Capture(), "--print", "findings");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.NotEmpty(run.Lines);
        Assert.All(run.Lines, line => Assert.Empty(FindingFields.Except(line.EnumerateObject().Select(p => p.Name))));
        var broken = run.Lines.Single(l => l.GetProperty("finding").GetString() == "tcp_options_malformed");
        Assert.Equal(("A", 1, "10.0.0.1", "10.0.0.2", "tcp"), (broken.GetProperty("tier").GetString(), broken.GetProperty("frame").GetInt32(),
            broken.GetProperty("src").GetString(), broken.GetProperty("dst").GetString(), broken.GetProperty("proto").GetString()));
    }

    [Fact]
    public async Task Printed_flows_have_every_feature_by_name_with_score_reasons_and_findings()
    {
        var run = await Run("analyze", Capture(), "--print", "flows");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var flow = Assert.Single(run.Lines);
        string[] wanted = [.. FeatureCatalogue.All.Select(f => f.Id), "community_id", "score", "p_value", "reasons", "findings"];
        Assert.Empty(wanted.Except(flow.EnumerateObject().Select(p => p.Name)));
        Assert.Contains("tcp_options_malformed", flow.GetProperty("findings").EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task Printed_alerts_are_detection_findings_of_ocsf()
    {
        var run = await Run("analyze", Capture(), "--print", "alerts");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var alert = Assert.Single(run.Lines);
        Assert.Equal((2004, 2), (alert.GetProperty("class_uid").GetInt32(), alert.GetProperty("category_uid").GetInt32()));
        Assert.False(string.IsNullOrEmpty(alert.GetProperty("finding_info").GetProperty("uid").GetString()));
    }

    [Fact]
    public async Task A_cut_file_gives_its_whole_packets_and_a_message_with_file_and_offset()
    {
        var path = Capture();
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. whole, .. whole.AsSpan(24, 20)]);
        var run = await Run("analyze", path, "--print", "findings");
        Assert.Equal(65, run.Code);
        Assert.Contains(run.Lines, l => l.GetProperty("finding").GetString() == "tcp_options_malformed");
        Assert.Contains($"{path}: offset {whole.Length}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "analyze")]
    [InlineData(64, "analyze", "a.pcap", "--colour")]
    [InlineData(64, "analyze", "a.pcap", "--print", "packets")]
    [InlineData(64, "analyse", "a.pcap")]
    [InlineData(65, "analyze", "/no/such/file.pcap", "--print", "flows")]
    [InlineData(78, "analyze", "a.pcap", "--config", "/no/such/stray.json")]
    [InlineData(78, "analyze", "a.pcap", "--budget", "many")]
    public async Task What_cannot_be_done_has_an_exit_code_and_a_reason(int code, params string[] arguments)
    {
        var run = await Run(arguments);
        Assert.Equal(code, run.Code);
        Assert.Empty(run.Lines);
        Assert.StartsWith("stray: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typo_in_the_settings_is_refused_with_its_line()
    {
        var config = Written("stray.json", "{\n  \"Capture\": {\n    \"FlowMemoryMib\": 64,\n    \"RingMega\": 64\n  }\n}\n"u8.ToArray());
        var run = await Run("analyze", Capture(), "--print", "flows", "--config", config);
        Assert.Equal(78, run.Code);
        Assert.Empty(run.Lines);
        Assert.Contains($"{config} line 4", run.Error, StringComparison.Ordinal);
        Assert.Contains("RingMega", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captures_and_flow_logs_mix_in_one_run()
    {
        var run = await Run("analyze", Capture(), Written("conn.log", System.Text.Encoding.UTF8.GetBytes(Zeek)),
            Written("eve.json", System.Text.Encoding.UTF8.GetBytes(Eve)), "--print", "flows");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["10.0.0.1 a.pcap", "10.0.0.3 conn.log", "10.0.0.5 eve.json"],
            run.Lines.Select(l => $"{l.GetProperty("src").GetString()} {l.GetProperty("sensor").GetString()}"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_does_not_stop_the_others()
    {
        var run = await Run("analyze", Written("noise.bin", Noise(500)), Capture(), "--print", "flows");
        Assert.Equal(65, run.Code);
        Assert.Single(run.Lines);
        Assert.Contains("noise.bin", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_folder_holds_records_lines_and_a_page()
    {
        var folder = Path.Combine(_folder.FullName, "run");
        var run = await Run("analyze", Capture(), "--out", folder, "--quiet");
        Assert.Equal((0, "", 0), (run.Code, run.Error, run.Lines.Count));
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetExtension).ToHashSet();
        Assert.Superset(new HashSet<string?> { ".avro", ".html" }, files);
        Assert.Contains("tcp_options_malformed", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
    }

    /// <summary>A SYN with an option of length 0, which no stack sends, and the answer to it.</summary>
    private string Capture()
    {
        var broken = Ethernet(0x0800, Ipv4(6, Tcp(2, options: Hex("0200 0000"))));
        var refusal = Ethernet(0x0800, Ipv4(6, Tcp(0x14, source: 80, destination: 40000, acknowledgment: 1001), Server, Client), ServerMac, ClientMac);
        return Written("a.pcap", new CaptureBytes().PcapHeader().PcapRecord(1, 0, broken).PcapRecord(1, 500, refusal).ToArray());
    }

    private string Written(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task<(int Code, List<JsonElement> Lines, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)], error.ToString());
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
