# Reference figures for polychoric correlations, their Gamma and categorical omega: Rscript make_polychoric.R
# Needs Debian's r-base-core r-cran-lavaan r-cran-semtools r-cran-jsonlite.
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
figures <- function(d, missing = "listwise", gamma = TRUE){
  for(v in names(d)) d[[v]] <- ordered(d[[v]])
  f <- suppressWarnings(cfa(paste("f =~", paste(names(d), collapse = " + ")), d, std.lv = TRUE, estimator = "WLSMV", missing = missing))
  s <- lavInspect(f, "sampstat")
  out <- list(nobs = lavInspect(f, "nobs"), thresholds = as.vector(s$th), correlation = unclass(s$cov))
  if(gamma) out$gamma <- unclass(lavInspect(f, "gamma"))
  if(gamma) out$weights <- diag(lavInspect(f, "WLS.V"))
  out$loadings <- as.vector(lavInspect(f, "est")$lambda)
  out$omega <- unname(suppressMessages(suppressWarnings(compRelSEM(f, ord.scale = TRUE))))
  out
}
hs <- read.csv("hs1939_ordinal.csv"); likert <- read.csv("likert16.csv"); missing <- read.csv("likert16_missing.csv")
out <- list(versions = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))))
out$complete <- c(list(data = "hs1939_ordinal.csv", items = c("x1", "x2", "x4", "x5")), figures(hs[, c("x1", "x2", "x4", "x5")]))
six <- c("i1", "i2", "i3", "i5", "i6", "i9")
out$pairwise <- c(list(data = "likert16_missing.csv", items = six), figures(missing[, six], "pairwise"))
# Items of two, three, four and five categories: what is above `highest` counts as `highest`.
highest <- c(2, 3, 4, 5); mixed <- missing[, c("i1", "i2", "i3", "i4")]
for(j in 1:4) mixed[[j]] <- pmin(mixed[[j]], highest[j])
out$mixed <- c(list(data = "likert16_missing.csv", items = names(mixed), highest = highest), figures(mixed, "pairwise"))
# Two by two tables, one with an empty cell: the first 120 persons, 1 for the highest answer and 0 for the others.
binary <- as.data.frame(lapply(likert[1:120, c("i2", "i6", "i10", "i14")], function(v) as.integer(v >= 5)))
stopifnot(sum(table(binary[[2]], binary[[4]]) == 0) == 1)
out$empty_cell <- c(list(data = "likert16.csv", items = names(binary), persons = 120, at_least = 5), figures(binary))
# Larger tables with many empty cells: the first 60 persons.
sparse <- missing[1:60, six]
out$sparse <- c(list(data = "likert16_missing.csv", items = six, persons = 60), figures(sparse, "pairwise", gamma = FALSE))
# Every two by two table with one empty cell among the first persons, answers missing.
pairs <- list()
for(n in c(60, 90, 150)) for(low in 4:5){
  b <- as.data.frame(lapply(missing[1:n, ], function(v) as.integer(v >= low)))
  for(i in 2:16) for(j in 1:(i - 1)){
    t <- table(factor(b[[i]], 0:1), factor(b[[j]], 0:1))
    if(sum(t == 0) != 1 || min(rowSums(t), colSums(t)) == 0) next
    d <- b[, c(j, i)]; for(v in 1:2) d[[v]] <- ordered(d[[v]])
    r <- suppressWarnings(lavCor(d, missing = "pairwise"))[2, 1]
    pairs[[length(pairs) + 1]] <- list(persons = n, at_least = low, items = names(d), correlation = r)
  }
}
out$empty_cell_pairwise <- list(data = "likert16_missing.csv", pairs = pairs)
write_json(out, "polychoric.json", digits = 13, auto_unbox = TRUE, matrix = "rowmajor")
