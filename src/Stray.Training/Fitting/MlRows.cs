using Microsoft.ML;
using Microsoft.ML.Data;

namespace Stray.Training.Fitting;

/// <summary>A matrix as ML.NET's trainers want it.</summary>
internal sealed class MlRows
{
    private const string Column = nameof(Row.Features);

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    public static string FeatureColumn => Column;

    public static IDataView Of(MLContext context, FeatureMatrix rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[Column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        return context.Data.LoadFromEnumerable(Enumerate(rows), schema);
    }

    private static IEnumerable<Row> Enumerate(FeatureMatrix rows)
    {
        for (var i = 0; i < rows.Rows; i++) yield return new() { Features = rows.Row(i).ToArray() };
    }
}
