# What psych says of answers with some missing and one item keyed the wrong way, and the eigenvalues of polychoric
# correlations of independent items: Rscript make_classical.R
# Run in this folder; takes a minute. Needs Debian's r-base-core r-cran-psych r-cran-gparotation r-cran-lavaan
# r-cran-jsonlite.
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
answers <- read.csv("likert16_missing.csv")
complete <- read.csv("likert16.csv")
answers$i2 <- 6 - answers$i2
plain <- function(x) unname(as.matrix(x))
quiet <- function(x) suppressMessages(suppressWarnings(x))
out <- list(versions=list(R=R.version.string, psych=as.character(packageVersion("psych")),
  GPArotation=as.character(packageVersion("GPArotation")), lavaan=as.character(packageVersion("lavaan"))),
  date="2026-11-22", data="likert16_missing.csv, i2 reversed", script="make_classical.R")
R <- cor(answers, use="pairwise"); S <- cov(answers, use="pairwise")
out$moments <- list(correlation=plain(R), covariance=plain(S), standardized=plain(cov2cor(S)))
d <- describe(answers); out$describe <- list(n=d$n, mean=d$mean, sd=d$sd, skew=d$skew)
scales <- list(wrong=paste0("i", 1:4), second=paste0("i", 5:8), uneven=paste0("i", 9:13), all=paste0("i", 1:16))
out$scales <- lapply(scales, function(items) {
  x <- answers[, items]; a <- quiet(psych::alpha(x, warnings=FALSE)); g <- quiet(guttman(x)); s <- quiet(splitHalf(x, check.keys=FALSE))
  list(items=items, raw_alpha=a$total$raw_alpha, std_alpha=a$total$std.alpha, average_r=a$total$average_r,
    feldt=c(a$feldt$lower.ci[[1]], a$feldt$upper.ci[[1]]), r_drop=a$item.stats$r.drop,
    alpha_drop=a$alpha.drop$raw_alpha, lambda2=g$lambda.2, lambda6=g$lambda.6, split_half=s$meanr)
})
k <- KMO(answers); out$kmo <- list(overall=k$MSA, items=unname(k$MSAi))
b <- cortest.bartlett(R, n=nrow(answers)); out$bartlett <- list(chisq=b$chisq, df=b$df, pvalue=b$p.value)
h <- read.csv("hs1939.csv")[1:40, c("x1", "x4", "x7")]
b <- cortest.bartlett(cor(h), n=40); out$bartlett_small <- list(chisq=b$chisq, df=b$df, pvalue=b$p.value)
out$map <- quiet(vss(R, n=8, n.obs=nrow(answers), plot=FALSE))$map
out$eigenvalues <- eigen(R, only.values=TRUE)$values
explore <- function(R, m) {
  e <- quiet(fa(R, m, n.obs=500, fm="minres", rotate=if (m > 1) "oblimin" else "none"))
  list(loadings=plain(unclass(e$loadings)), factors=if (m > 1) plain(e$Phi) else matrix(1),
    communalities=unname(e$communalities))
}
out$efa <- list(one=explore(R, 1), two=explore(R, 2), four=explore(R, 4))
hs <- cor(read.csv("hs1939.csv")[, paste0("x", 1:9)])
out$efa_hs <- list(one=explore(hs, 1), two=explore(hs, 2), three=explore(hs, 3))
# Test-retest: two scale scores of the same persons; all, the first six, and with the second turned round.
first <- rowMeans(complete[, 1:4]); second <- rowMeans(complete[, 5:8]) + 0.3
pairs <- list(all=cbind(first, second), six=cbind(first, second)[1:6, ], opposed=cbind(first, -second)[1:30, ])
out$retest <- lapply(pairs, function(x) {
  r <- ICC(x, lmer=FALSE)$results; test <- cor.test(x[, 1], x[, 2])
  list(correlation=c(test$estimate[[1]], test$conf.int), agreement=as.numeric(r[2, c(2, 7, 8)]),
    consistency=as.numeric(r[3, c(2, 7, 8)]))
})
# Real draws: n persons, k independent items with the same thresholds, the eigenvalues of their polychoric correlations.
set.seed(11)
null <- function(k, n, thresholds, draws=300) {
  values <- t(replicate(draws, {
    repeat {
      x <- matrix(findInterval(rnorm(n * k), thresholds), n)
      if (all(apply(x, 2, function(v) length(unique(v))) == length(thresholds) + 1)) break
    }
    ordinal <- as.data.frame(lapply(as.data.frame(x), ordered))
    eigen(quiet(lavCor(ordinal, ordered=names(ordinal))), only.values=TRUE)$values
  }))
  list(k=k, n=n, thresholds=thresholds, draws=draws, q95=apply(values, 2, quantile, 0.95),
    median=apply(values, 2, median), sd=apply(values, 2, sd))
}
out$ordinal_null <- list(even=null(12, 300, c(-1.5, -0.5, 0.5, 1.5)), skewed=null(15, 200, c(0.6, 1.2, 1.8)),
  many=null(30, 150, c(-1, 0, 1), draws=100))
write_json(out, "classical.json", digits=12, auto_unbox=TRUE, matrix="rowmajor", na="null")
