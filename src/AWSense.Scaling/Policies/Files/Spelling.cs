namespace AWSense.Scaling.Policies.Files;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the known words, as the end of a message; or all of them where none is near.</summary>
    public static string Suggest(string word, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, nearest.Length / 3)
            ? $"did you mean '{nearest}'?"
            : $"known are {string.Join(", ", known)}";
    }

    /// <summary>Letters to insert, remove or replace, regardless of case (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > right.Length)
        {
            return int.MaxValue; // too long to be meant, and maybe very long
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
