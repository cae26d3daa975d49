using Stray.Benchmarks;

// Speed against other programs, each as a process of its own:
//   Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS]              makes the capture
//   Stray.Benchmarks compare CAPTURE [ROUNDS] [RESULTS.md]          measures on it and appends a section to the page
//   Stray.Benchmarks count CAPTURE                                  one of the contenders
//   Stray.Benchmarks sink BOOTSTRAP CAPTURE [RECORDS] [ROUNDS] [RESULTS.md]   the Kafka sink against a bare client's loop
//   Stray.Benchmarks stream BOOTSTRAP CAPTURE MODEL [RESULTS.md]    capture to alerts, 1, 2 and 4 workers; MODEL is a model's folder
switch (args)
{
    case ["amplify", var shared, var target, ..]:
        var wanted = args.Length > 3 ? Amplification.ParsePackets(args[3]) : 2_000_000;
        await Console.Out.WriteLineAsync($"{Amplification.Write(shared, target, wanted)} packets").ConfigureAwait(false);
        return 0;

    case ["compare", var capture, ..]:
        var rounds = args.Length > 2 ? (int)Amplification.ParsePackets(args[2]) : 5;
        var results = await new Comparison(capture, rounds, Console.Error).RunAsync().ConfigureAwait(false);
        var allocated = await Allocation.OfAsync(capture).ConfigureAwait(false);
        var page = new ResultsPage(PacketCount.Of(capture), new FileInfo(capture).Length, rounds, allocated, results)
            .Render(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        await Console.Out.WriteAsync(page).ConfigureAwait(false);
        if (args.Length > 3)
        {
            await File.AppendAllTextAsync(args[3], $"\n{page}").ConfigureAwait(false);
        }

        return 0;

    case ["count", var counted]:
        await Console.Out.WriteLineAsync($"{PacketCount.Of(counted)} packets").ConfigureAwait(false);
        return 0;

    case ["sink", var bootstrap, var flows, ..]:
        var records = args.Length > 3 ? (int)Amplification.ParsePackets(args[3]) : 1_000_000;
        var turns = args.Length > 4 ? (int)Amplification.ParsePackets(args[4]) : 5;
        var sinks = await SinkVerb.RunAsync(bootstrap, flows, records, turns, Console.Error).ConfigureAwait(false);
        await Console.Out.WriteAsync(sinks).ConfigureAwait(false);
        if (args.Length > 5)
        {
            await File.AppendAllTextAsync(args[5], $"\n{sinks}").ConfigureAwait(false);
        }

        return 0;

    case ["stream", var brokers, var played, var model, ..]:
        var stream = await StreamVerb.RunAsync(brokers, played, model, Console.Error).ConfigureAwait(false);
        await Console.Out.WriteAsync(stream).ConfigureAwait(false);
        if (args.Length > 4)
        {
            await File.AppendAllTextAsync(args[4], $"\n{stream}").ConfigureAwait(false);
        }

        return 0;

    default:
        await Console.Error.WriteLineAsync("usage: Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS] | compare CAPTURE [ROUNDS] [RESULTS.md] | count CAPTURE | sink BOOTSTRAP CAPTURE [RECORDS] [ROUNDS] [RESULTS.md] | stream BOOTSTRAP CAPTURE MODEL [RESULTS.md]").ConfigureAwait(false);
        return 64;
}
