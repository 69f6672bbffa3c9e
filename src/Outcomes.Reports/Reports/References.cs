namespace Outcomes.Reports.Reports;

/// <param name="Cite">Authors and year as they stand in the text.</param>
/// <param name="Entry">As it stands in a list of references (APA style), without its address.</param>
/// <param name="Address">DOI as a link; else where the work can be found, or null for a book without either.</param>
public sealed record Reference(string Cite, string Entry, string? Address);

/// <summary>
/// What each method is cited by: the one table of it. A list of references holds exactly those of the methods that a report used. Data of
/// publications stay as they are in every language.
/// </summary>
public static class References
{
    const string Doi = "https://doi.org/";

    /// <summary>Code of a method, to what it is cited by.</summary>
    public static readonly IReadOnlyDictionary<string, Reference[]> ByMethod = new Dictionary<string, Reference[]>
    {
        ["consort"] = [Of("Hopewell et al., 2025", "Hopewell, S., Chan, A.-W., Collins, G. S., Hróbjartsson, A., Moher, D., Schulz, K. F., … Boutron, I. (2025). CONSORT 2025 statement: Updated guideline for reporting randomised trials. PLOS Medicine, 22(4), Article e1004587.", "10.1371/journal.pmed.1004587")],
        ["consort_cluster"] = [Of("Campbell et al., 2012", "Campbell, M. K., Piaggio, G., Elbourne, D. R., & Altman, D. G. (2012). Consort 2010 statement: Extension to cluster randomised trials. BMJ, 345, Article e5661.", "10.1136/bmj.e5661")],
        ["d_z"] = [new("Cumming, 2012", "Cumming, G. (2012). Understanding the new statistics: Effect sizes, confidence intervals, and meta-analysis. Routledge.", null)],
        ["d_av"] = [Of("Lakens, 2013", "Lakens, D. (2013). Calculating and reporting effect sizes to facilitate cumulative science: A practical primer for t-tests and ANOVAs. Frontiers in Psychology, 4, Article 863.", "10.3389/fpsyg.2013.00863")],
        ["g"] = [Of("Hedges, 1981", "Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size and related estimators. Journal of Educational Statistics, 6(2), 107–128.", "10.3102/10769986006002107")],
        ["ancova"] = [Of("Vickers & Altman, 2001", "Vickers, A. J., & Altman, D. G. (2001). Analysing controlled trials with baseline and follow up measurements. BMJ, 323(7321), 1123–1124.", "10.1136/bmj.323.7321.1123")],
        ["cr2"] =
        [
            new("Bell & McCaffrey, 2002", "Bell, R. M., & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage samples. Survey Methodology, 28(2), 169–181.", null),
            Of("Pustejovsky & Tipton, 2018", "Pustejovsky, J. E., & Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation and hypothesis testing in fixed effects models. Journal of Business & Economic Statistics, 36(4), 672–683.", "10.1080/07350015.2016.1247004"),
        ],
        ["multiple_imputation"] =
        [
            Of("Rubin, 1987", "Rubin, D. B. (1987). Multiple imputation for nonresponse in surveys. Wiley.", "10.1002/9780470316696"),
            Of("van Buuren & Groothuis-Oudshoorn, 2011", "van Buuren, S., & Groothuis-Oudshoorn, K. (2011). mice: Multivariate imputation by chained equations in R. Journal of Statistical Software, 45(3), 1–67.", "10.18637/jss.v045.i03"),
        ],
        ["barnard_rubin"] = [Of("Barnard & Rubin, 1999", "Barnard, J., & Rubin, D. B. (1999). Small-sample degrees of freedom with multiple imputation. Biometrika, 86(4), 948–955.", "10.1093/biomet/86.4.948")],
        ["holm"] = [new("Holm, 1979", "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6(2), 65–70.", "https://www.jstor.org/stable/4615733")],
        ["hochberg"] = [Of("Hochberg, 1988", "Hochberg, Y. (1988). A sharper Bonferroni procedure for multiple tests of significance. Biometrika, 75(4), 800–802.", "10.1093/biomet/75.4.800")],
        ["benjamini_hochberg"] = [Of("Benjamini & Hochberg, 1995", "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful approach to multiple testing. Journal of the Royal Statistical Society: Series B, 57(1), 289–300.", "10.1111/j.2517-6161.1995.tb02031.x")],
        ["change_score"] = [Of("Welch, 1947", "Welch, B. L. (1947). The generalization of 'Student's' problem when several different population variances are involved. Biometrika, 34(1–2), 28–35.", "10.1093/biomet/34.1-2.28")],
        ["rank_based"] = [Of("Hodges & Lehmann, 1963", "Hodges, J. L., & Lehmann, E. L. (1963). Estimates of location based on rank tests. The Annals of Mathematical Statistics, 34(2), 598–611.", "10.1214/aoms/1177704172")],
        ["mixed_model"] = [Of("Kuznetsova et al., 2017", "Kuznetsova, A., Brockhoff, P. B., & Christensen, R. H. B. (2017). lmerTest package: Tests in linear mixed effects models. Journal of Statistical Software, 82(13), 1–26.", "10.18637/jss.v082.i13")],
        ["delta_adjusted"] = [Of("Cro et al., 2020", "Cro, S., Morris, T. P., Kenward, M. G., & Carpenter, J. R. (2020). Sensitivity analysis for clinical trials with missing continuous outcome data using controlled multiple imputation: A practical guide. Statistics in Medicine, 39(21), 2815–2842.", "10.1002/sim.8569")],
        ["permutation_test"] = [Of("Phipson & Smyth, 2010", "Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero: Calculating exact p-values when permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology, 9(1), Article 39.", "10.2202/1544-6115.1585")],
        ["equivalence"] = [Of("Schuirmann, 1987", "Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics, 15(6), 657–680.", "10.1007/BF01068419")],
        ["johnson_neyman"] = [Of("Bauer & Curran, 2005", "Bauer, D. J., & Curran, P. J. (2005). Probing interactions in fixed and multilevel regression: Inferential and graphical techniques. Multivariate Behavioral Research, 40(3), 373–400.", "10.1207/s15327906mbr4003_5")],
        ["reliable_change"] = [Of("Jacobson & Truax, 1991", "Jacobson, N. S., & Truax, P. (1991). Clinical significance: A statistical approach to defining meaningful change in psychotherapy research. Journal of Consulting and Clinical Psychology, 59(1), 12–19.", "10.1037/0022-006X.59.1.12")],
        ["site_synthesis"] =
        [
            Of("Hartung & Knapp, 2001", "Hartung, J., & Knapp, G. (2001). A refined method for the meta-analysis of controlled clinical trials with binary outcome. Statistics in Medicine, 20(24), 3875–3889.", "10.1002/sim.1009"),
            Of("Viechtbauer, 2005", "Viechtbauer, W. (2005). Bias and efficiency of meta-analytic variance estimators in the random-effects model. Journal of Educational and Behavioral Statistics, 30(3), 261–293.", "10.3102/10769986030003261"),
        ],
        ["prediction_interval"] = [Of("Higgins et al., 2009", "Higgins, J. P. T., Thompson, S. G., & Spiegelhalter, D. J. (2009). A re-evaluation of random-effects meta-analysis. Journal of the Royal Statistical Society: Series A, 172(1), 137–159.", "10.1111/j.1467-985X.2008.00552.x")],
        ["i_squared"] = [Of("Higgins & Thompson, 2002", "Higgins, J. P. T., & Thompson, S. G. (2002). Quantifying heterogeneity in a meta-analysis. Statistics in Medicine, 21(11), 1539–1558.", "10.1002/sim.1186")],
        ["alpha"] =
        [
            Of("Cronbach, 1951", "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16(3), 297–334.", "10.1007/BF02310555"),
            Of("Feldt et al., 1987", "Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient alpha. Applied Psychological Measurement, 11(1), 93–103.", "10.1177/014662168701100107"),
        ],
        ["omega"] = [new("McDonald, 1999", "McDonald, R. P. (1999). Test theory: A unified treatment. Erlbaum.", null)],
        ["density"] = [Of("Silverman, 1986", "Silverman, B. W. (1986). Density estimation for statistics and data analysis. Chapman and Hall.", "10.1201/9781315140919")],
        ["raincloud"] = [Of("Allen et al., 2021", "Allen, M., Poggiali, D., Whitaker, K., Marshall, T. R., van Langen, J., & Kievit, R. A. (2021). Raincloud plots: A multi-platform tool for robust data visualization (Version 2). Wellcome Open Research, 4, Article 63.", "10.12688/wellcomeopenres.15191.2")],
    };

    /// <summary>'(Rubin, 1987; van Buuren &amp; Groothuis-Oudshoorn, 2011)'.</summary>
    public static string Cite(params IEnumerable<string> methods) => $"({string.Join("; ", methods.SelectMany(m => ByMethod[m]).Select(r => r.Cite))})";

    /// <summary>Each once, by author and year.</summary>
    public static IReadOnlyList<Reference> Of(IEnumerable<string> methods) =>
        [.. methods.SelectMany(m => ByMethod[m]).Distinct().OrderBy(r => r.Entry, StringComparer.OrdinalIgnoreCase)];

    static Reference Of(string cite, string entry, string doi) => new(cite, entry, Doi + doi);
}
