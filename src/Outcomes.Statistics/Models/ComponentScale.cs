using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Variance components of standardised columns as those of the columns given. With b = T b*, a grouping's D = s² T D* T' (s the outcome's
/// scale), which is linear in the components: v = L v*, and the information matrix is L⁻ᵀ I* L⁻¹.
/// </summary>
internal sealed class ComponentScale
{
    readonly int[] groups;
    readonly Matrix back, forth;

    public ComponentScale(MixedModelData data)
    {
        groups = data.Groups;
        double square = data.Columns.OutcomeScale * data.Columns.OutcomeScale;
        back = Linear(data.Effects, square);
        forth = Linear([.. data.Effects.Select(Inverse)], 1 / square);
    }

    public double[] Back(double[] standardised) => back.Times(standardised);

    /// <summary>½ of a Hessian in the standardised components, in those of the columns given.</summary>
    public Matrix Information(Matrix standardised)
    {
        Matrix information = forth.Transposed().Times(standardised).Times(forth);
        for (int i = 0; i < information.Values.Length; i++) information.Values[i] /= 2;
        return information;
    }

    /// <summary>Per grouping its D.</summary>
    public IReadOnlyList<Matrix> Covariances(double[] components)
    {
        int next = 1;
        return groups.Select(size => Unpack(components, size, ref next)).ToList();
    }

    /// <summary>L: per component the image of the D that it alone makes up.</summary>
    Matrix Linear(Matrix[] effects, double square)
    {
        int count = 1 + groups.Sum(size => size * (size + 1) / 2);
        var linear = new Matrix(count, count);
        linear[0, 0] = square;
        int start = 1;
        for (int g = 0; g < groups.Length; g++)
        {
            int size = groups[g], own = size * (size + 1) / 2;
            for (int k = 0; k < own; k++)
            {
                var unit = new double[own];
                unit[k] = square;
                int next = 0;
                Matrix image = effects[g].Times(Unpack(unit, size, ref next)).Times(effects[g].Transposed());
                for (int i = 0, at = start; i < size; i++)
                    for (int j = 0; j <= i; j++) linear[at++, start + k] = image[i, j];
            }
            start += own;
        }
        return linear;
    }

    static Matrix Unpack(double[] components, int size, ref int next)
    {
        var d = new Matrix(size, size);
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++) d[i, j] = d[j, i] = components[next++];
        return d;
    }

    /// <summary>Of 1, or of [[1, −c/s], [0, 1/s]].</summary>
    static Matrix Inverse(Matrix effects) => effects.Rows == 1
        ? Matrix.Identity(1)
        : new Matrix(2, 2, [1, -effects[0, 1] / effects[1, 1], 0, 1 / effects[1, 1]]);
}
