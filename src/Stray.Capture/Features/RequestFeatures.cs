using Stray.Capture.Inspection;
using Stray.Contracts.Features;

namespace Stray.Capture.Features;

/// <summary>What the application inspector counted about requests; not observable for protocols without such counts.</summary>
internal static class RequestFeatures
{
    public static void Fill(AppState? app, Span<float> features)
    {
        if (app?.Dns is { } dns)
        {
            Fill(features, dns.Queries, dns.NameErrors);
            FillMeans(features, dns.Names, dns.NameCharacters, dns.NameEntropy);
        }
        else if (app?.Http is { } http)
        {
            Fill(features, http.Requests, http.ClientErrors + http.ServerErrors);
            FillMeans(features, http.Requests, http.TargetBytes, http.TargetEntropy);
        }
    }

    private static void Fill(Span<float> features, int requests, int errors)
    {
        features[(int)Feature.Requests] = requests;
        features[(int)Feature.RequestErrors] = errors;
    }

    private static void FillMeans(Span<float> features, int count, long length, double entropy)
    {
        if (count > 0)
        {
            features[(int)Feature.RequestLengthMean] = (float)((double)length / count);
            features[(int)Feature.RequestEntropyMean] = (float)(entropy / count);
        }
    }
}
