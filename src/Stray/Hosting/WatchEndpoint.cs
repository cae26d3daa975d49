using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Stray.Hosting;

/// <summary>
/// <c>/metrics</c>, <c>/healthz</c> (the loop turns) and <c>/readyz</c> (it takes work) over plain HTTP, read only. It says nothing
/// of what was seen, and listens only where it was told to.
/// </summary>
internal sealed class WatchEndpoint(PrometheusReader? metrics, Health health) : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private WebApplication? _server;

    /// <summary>Where it listens; null when it does not. With port 0 the system chooses one.</summary>
    public string? Address => _server?.Urls.FirstOrDefault();

    /// <param name="listen">address:port, or empty for nothing.</param>
    /// <returns>Why it cannot listen there; null when it does, or was not asked to.</returns>
    public string? Start(string listen)
    {
        if (listen.Length == 0)
        {
            return null;
        }

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 0;
            k.Limits.MaxConcurrentConnections = 32;
            k.Listen(IPEndPoint.Parse(listen));
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
        try
        {
            _server.StartAsync().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return $"Telemetry:Listen: cannot listen on {listen}: {e.Message}";
        }
    }

    public void Dispose()
    {
        if (_server is { } server)
        {
            using var patience = new CancellationTokenSource(StopPatience);
            server.StopAsync(patience.Token).GetAwaiter().GetResult();
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "read only\n");
        }

        return context.Request.Path.Value switch
        {
            "/metrics" => MetricsAsync(context),
            "/healthz" => health.IsAlive
                ? WriteAsync(context, StatusCodes.Status200OK, "alive\n")
                : WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the loop does not turn\n"),
            "/readyz" => health.NotReadyReason is { } reason
                ? WriteAsync(context, StatusCodes.Status503ServiceUnavailable, reason + "\n")
                : WriteAsync(context, StatusCodes.Status200OK, "ready\n"),
            _ => WriteAsync(context, StatusCodes.Status404NotFound, "there are /metrics, /healthz and /readyz\n"),
        };
    }

    private Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return metrics?.Collect() is { } text
            ? context.Response.WriteAsync(text, context.RequestAborted)
            : WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the metrics could not be collected in time\n");
    }

    private static Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType ??= "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Signals are the process's, not the endpoint's: it must answer until the work is drained.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
