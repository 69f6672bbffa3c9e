# What R says of the tables beside this script. Run here: Rscript engine.R
# Writes small.json and synthetic.json, which AgreementWithRTests reads. R 4.2.2, clubSandwich 0.5.8, lmerTest 3.1-3, metafor 3.8-1, mice 3.15.0.
suppressMessages({ library(clubSandwich); library(lmerTest); library(metafor); library(mice); library(jsonlite) })
options(digits = 17)

# One coefficient (or a sum of them) with CR2 errors and Satterthwaite's degrees of freedom.
cr2 <- function(fit, cluster, weights, level = .95) {
  V <- vcovCR(fit, cluster = cluster, type = "CR2")
  b <- coef(fit); k <- names(b) %in% names(weights); w <- numeric(length(b)); w[match(names(weights), names(b))] <- weights
  c <- linear_contrast(fit, vcov = V, cluster = cluster, contrasts = matrix(w, 1), test = "Satterthwaite", level = level)
  list(value = c$Est, low = c$CI_L, high = c$CI_U, df = c$df, se = c$SE, p = 2 * pt(-abs(c$Est / c$SE), c$df))
}
means <- function(d, a) { x <- d[d$arm == a, ]; as.numeric(tapply(x$post - x$pre, x$school, mean)) }

contrast <- function(d, arm, ref) {
  d$arm <- relevel(factor(d$arm), ref)
  name <- paste0("arm", arm)
  fit <- lm(post ~ arm + pre + language, d)
  primary <- cr2(fit, d$school, setNames(1, name))
  tost <- cr2(fit, d$school, setNames(1, name), level = .90)
  margin <- 2
  x <- means(d, arm); y <- means(d, ref)
  t <- t.test(x, y)
  w <- wilcox.test(round(x, 9), round(y, 9), conf.int = TRUE)
  m <- lmer(post ~ arm + pre + language + (1 | school), d)
  s <- coef(summary(m))[name, ]
  half <- qt(.975, s["df"]) * s["Std. Error"]
  list(n = sum(d$arm == arm), n_comparator = sum(d$arm == ref), primary = primary,
    tost = list(low = tost$low, high = tost$high,
      p = max(pt((tost$value + margin) / tost$se, tost$df, lower.tail = FALSE), pt((tost$value - margin) / tost$se, tost$df))),
    change_score = list(value = mean(x) - mean(y), low = t$conf.int[1], high = t$conf.int[2], p = t$p.value),
    rank_based = list(value = median(outer(x, y, "-")), low = w$conf.int[1], high = w$conf.int[2], p = w$p.value),
    mixed_model = list(value = s[["Estimate"]], low = s[["Estimate"]] - half[[1]], high = s[["Estimate"]] + half[[1]], p = s[["Pr(>|t|)"]]))
}

# Johnson and Neyman's bounds from b1, b3 and their covariance.
bounds <- function(b1, b3, V, df) {
  t2 <- qt(.975, df)^2
  a <- b3^2 - t2 * V[2, 2]; b <- 2 * (b1 * b3 - t2 * V[1, 2]); c <- b1^2 - t2 * V[1, 1]
  if (b^2 - 4 * a * c <= 0) return(list(region = if (c > 0) "everywhere" else "nowhere"))
  r <- sort((-b + c(-1, 1) * sqrt(b^2 - 4 * a * c)) / (2 * a))
  list(region = if (a > 0) "outside" else "between", low = r[1], high = r[2])
}
moderated <- function(fit, cluster, effect, product, range) {
  V <- as.matrix(vcovCR(fit, cluster = cluster, type = "CR2"))[c(effect, product), c(effect, product)]
  slope <- cr2(fit, cluster, setNames(1, product))
  at <- function(m) {
    e <- coef(fit)[[effect]] + coef(fit)[[product]] * m; se <- sqrt(V[1, 1] + 2 * m * V[1, 2] + m^2 * V[2, 2])
    list(value = e, low = e - qt(.975, slope$df) * se, high = e + qt(.975, slope$df) * se)
  }
  c(list(slope = slope, first = at(range[1]), last = at(range[2])), bounds(coef(fit)[[effect]], coef(fit)[[product]], V, slope$df))
}
languages <- function(d, arm, ref) {
  d <- d[d$arm %in% c(arm, ref), ]; d$arm <- relevel(factor(d$arm), ref); d$language <- factor(d$language)
  fit <- lm(post ~ arm * language + pre, d)
  product <- grep(":", names(coef(fit)))
  level <- function(l) cr2(fit, d$school, setNames(rep(1, if (l == levels(d$language)[1]) 1 else 2), c(paste0("arm", arm), if (l != levels(d$language)[1]) paste0("arm", arm, ":language", l))))
  list(p = Wald_test(fit, constrain_zero(product), vcov = vcovCR(fit, cluster = d$school, type = "CR2"), cluster = d$school)$p_val,
    levels = sapply(levels(d$language), level, simplify = FALSE))
}
sites <- function(d) {
  s <- do.call(rbind, lapply(split(d, d$school), function(x) data.frame(y = mean(x$post - x$pre), v = var(x$post - x$pre) / nrow(x))))
  r <- rma(y, v, data = s, method = "REML", test = "knha", control = list(threshold = 1e-12, maxiter = 10000))
  half <- qt(.975, nrow(s) - 2) * sqrt(r$tau2 + r$se^2)
  list(value = r$b[1], low = r$ci.lb, high = r$ci.ub, prediction_low = r$b[1] - half, prediction_high = r$b[1] + half, tau = sqrt(r$tau2), i_squared_pct = r$I2)
}
spread <- function(x) {
  h <- bw.nrd0(x); at <- seq(min(x) - 3 * h, max(x) + 3 * h, length.out = 64)
  list(five = as.numeric(quantile(x, type = 7)), at = at[c(1, 20, 64)], density = sapply(at[c(1, 20, 64)], function(a) mean(dnorm(a, x, h))))
}
# Both arms' difference over many imputations: estimate, its between variance, and the pooled standard error.
imputed <- function(all, arm, ref, m = 200) {
  all$school <- factor(all$school); all$language <- factor(all$language)
  imp <- mice(all[c("pre", "post", "follow", "language", "school")], m = m, maxit = 5, method = "pmm", seed = 7, printFlag = FALSE)
  each <- lapply(1:m, function(i) { d <- cbind(complete(imp, i), arm = relevel(factor(all$arm), ref)); cr2(lm(post ~ arm + pre + language, d), d$school, setNames(1, paste0("arm", arm))) })
  q <- sapply(each, `[[`, "value"); u <- sapply(each, function(e) e$se^2)
  list(value = mean(q), between = var(q), se = sqrt(mean(u) + (1 + 1 / m) * var(q)), m = m)
}

small <- read.csv("small.csv"); d <- na.omit(small[c("school", "arm", "language", "pre", "post")])
two <- na.omit(small[c("school", "arm", "language", "pre", "post", "rtt")]); two$arm <- relevel(factor(two$arm), "hybrid")
fit <- lm(post ~ arm * rtt + pre + language, two)
change <- transform(two, change = post - pre, prec = pre - mean(pre))
write_json(list(
  contrasts = list(contrast(d, "live", "hybrid")),
  contrast_by_latency = moderated(fit, two$school, "armlive", "armlive:rtt", range(two$rtt)),
  change_by_latency = moderated(lm(change ~ rtt + prec, change), change$school, "(Intercept)", "rtt", range(change$rtt)),
  language = languages(d, "live", "hybrid"), sites = sites(d), spread = spread(with(d[d$arm == "live", ], post - pre))),
  "small.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)

all <- read.csv("synthetic.csv"); d <- na.omit(all[c("school", "arm", "language", "pre", "post")])
contrasts <- list(contrast(d, "live", "waiting-list"), contrast(d, "hybrid", "waiting-list"))
s <- na.omit(all[c("school", "arm", "rtt", "spre", "spost")]); s <- transform(s, change = spost - spre, prec = spre - mean(spre))
es <- with(d[d$language == "es", ], t.test(post - pre))
write_json(list(
  contrasts = contrasts, holm = p.adjust(sapply(contrasts, function(c) c$primary$p), "holm"), equivalence = contrast(d, "live", "hybrid")$tost,
  change_by_latency = moderated(lm(change ~ rtt + prec, s), s$school, "(Intercept)", "rtt", range(s$rtt)),
  language = languages(d, "live", "waiting-list"), sites = sites(d), spread = spread(with(d[d$arm == "live", ], post - pre)),
  spanish = list(value = es$estimate[[1]], low = es$conf.int[1], high = es$conf.int[2]),
  imputed = imputed(all, "live", "waiting-list")),
  "synthetic.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)
