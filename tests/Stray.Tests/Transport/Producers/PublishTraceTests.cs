using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Stray.Transport.Producers;
using Stray.Transport.Workers;

namespace Stray.Tests.Transport.Producers;

public sealed class PublishTraceTests : IDisposable
{
    private readonly ActivitySource _source = new($"Stray.Tests.{Guid.NewGuid():N}");
    private readonly List<Activity> _ended = [];
    private readonly ManualTime _time = new();

    [Fact]
    public void Without_a_listener_there_is_no_header()
    {
        Assert.Null(Trace().Next());
    }

    [Fact]
    public void A_thousand_records_share_one_span_and_one_header_object()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded);
        var trace = Trace();
        var headers = Enumerable.Range(0, 1001).Select(_ => trace.Next()).ToList();
        trace.End();
        Assert.Equal([1000, 1], _ended.Select(a => (int)a.GetTagItem("messaging.batch.message_count")!));
        Assert.Equal(2, headers.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(_ended.Select(a => a.Id), new[] { headers[0], headers[1000] }.Select(Traceparent));
        Assert.All(_ended, a => Assert.Equal((ActivityKind.Producer, "publish stray.flows.v1", default(ActivitySpanId)), (a.Kind, a.DisplayName, a.ParentSpanId)));
        Assert.Equal("kafka", _ended[0].GetTagItem("messaging.system"));
    }

    [Fact]
    public void A_batch_ends_after_a_second_although_no_record_comes()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded);
        var trace = Trace();
        trace.Next();
        trace.EndIfOver();
        Assert.Empty(_ended);
        _time.Pass(TimeSpan.FromSeconds(1));
        trace.EndIfOver();
        Assert.Single(_ended);
    }

    [Fact]
    public void A_batch_that_is_not_sampled_costs_no_header()
    {
        using var listener = Listen(ActivitySamplingResult.PropagationData);
        Assert.Null(Trace().Next());
    }

    [Fact]
    public void The_span_never_becomes_the_current_one()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded);
        using var current = new Activity("around").Start();
        Trace().Next();
        Assert.Same(current, Activity.Current);
    }

    public void Dispose() => _source.Dispose();

    private PublishTrace Trace() => new(_source, "stray.flows.v1", _time);

    private static string Traceparent(Headers? headers) => Encoding.ASCII.GetString(headers!.GetLastBytes(BatchTrace.Header));

    private ActivityListener Listen(ActivitySamplingResult sampling)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == _source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
