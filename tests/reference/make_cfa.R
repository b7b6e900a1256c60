# Reference figures of factor models that make_gold.R lacks: Rscript make_cfa.R
# Needs Debian's r-base-core r-cran-lavaan r-cran-semtools r-cran-jsonlite.
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
hs <- read.csv("hs1939.csv"); hs_missing <- read.csv("hs1939_missing.csv")
likert <- read.csv("likert16.csv"); gaps <- read.csv("likert16_missing.csv")
versions <- list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))

# lavaan's searches stopped where less is left to gain than by its defaults, which leave errors of 1e-4 in some indices.
fitted <- function(model, d, estimator, missing, precision = 1e-14){
  arguments <- list(model, d, std.lv = TRUE, estimator = estimator, control = list(rel.tol = precision, iter.max = 20000L))
  if(estimator == "WLSMV") arguments$ordered <- TRUE
  if(missing != "listwise") arguments$missing <- missing
  if(missing == "fiml") arguments <- c(arguments, list(em.h1.tol = 1e-13, em.h1.iter.max = 20000L))
  f <- suppressWarnings(do.call("cfa", arguments))
  # A search that can no longer gain so little says that it failed.
  if(lavInspect(f, "converged") && !is.na(suppressWarnings(fitMeasures(f, "baseline.chisq")))) f else fitted(model, d, estimator, missing, precision * 10)
}
rows <- function(d, names) as.list(d[, intersect(names, names(d))])
figures <- function(f, model){
  ordered <- lavInspect(f, "categorical")
  p <- parameterEstimates(f); s <- standardizedSolution(f)
  out <- list(nobs = lavInspect(f, "nobs"), fit = as.list(unclass(fitMeasures(f))),
    parameters = rows(p, c("lhs", "op", "rhs", "est", "se")),
    standardized = rows(s, c("lhs", "op", "rhs", "est.std", "se")))
  omega <- try(suppressMessages(suppressWarnings(if(ordered) compRelSEM(f, ord.scale = TRUE) else compRelSEM(f))), silent = TRUE)
  if(!inherits(omega, "try-error")) out$omega <- as.list(omega)
  if(model != "cross") out$ave <- as.list(unclass(suppressMessages(AVE(f))))
  if(model %in% c("four", "three")){
    out$mi <- rows(suppressWarnings(modificationIndices(f, op = c("=~", "~~"))), c("lhs", "op", "rhs", "mi", "epc"))
    out$residuals <- unclass(lavResiduals(f, type = "cor.bollen")$cov)
  }
  out
}
four <- paste(sapply(1:4, function(k) paste0("f", k, " =~ ", paste0("i", (4 * k - 3):(4 * k), collapse = " + "))), collapse = "\n")
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
models <- list(four = four, three = three,
  residual = paste0(four, "\ni1 ~~ i2"),
  cross = sub("f1 =~ i1 + i2 + i3 + i4", "f1 =~ i1 + i2 + i3 + i4 + i5", four, fixed = TRUE),
  pairs = "f1 =~ i1 + i2\nf2 =~ i5 + i6",
  one = "f1 =~ i1 + i2 + i3 + i4",
  just = "f1 =~ i1 + i2 + i3")
# Answers above `highest` count as `highest`; with `at_least` an answer is 1 from there on and 0 below.
cut_highest <- function(d, highest){ for(j in seq_along(d)) d[[j]] <- pmin(d[[j]], rep(highest, length.out = length(d))[j]); d }
cut_binary <- function(d, at_least){ for(j in seq_along(d)) d[[j]] <- as.integer(d[[j]] >= at_least); d }
highest <- c(3, 4, 5); at_least <- 4
told <- list(
  likert = likert, gaps = gaps, hs_missing = hs_missing, hs = hs,
  mixed = cut_highest(likert, highest), mixed_gaps = cut_highest(gaps, highest),
  binary = cut_binary(likert, at_least), binary_gaps = cut_binary(gaps, at_least))
cases <- list()
add <- function(data, model, estimator, missing = "listwise") cases[[length(cases) + 1]] <<-
  c(list(data = data, model = model, estimator = estimator, missing = missing),
    figures(fitted(models[[model]], told[[data]], estimator, missing), model))
add("hs_missing", "three", "ML", "fiml"); add("hs_missing", "three", "MLR", "fiml")
for(model in c("four", "residual", "cross", "pairs", "one", "just")){
  for(estimator in c("ML", "MLR", "WLSMV")) add("likert", model, estimator)
  for(estimator in c("ML", "MLR")) add("gaps", model, estimator, "fiml")
  add("gaps", model, "WLSMV", "pairwise")
}
for(data in c("mixed", "binary")) add(data, "four", "WLSMV")
for(data in c("mixed_gaps", "binary_gaps")) add(data, "four", "WLSMV", "pairwise")
reversed <- likert; reversed$i1 <- 6 - reversed$i1
ratios <- list(
  list(data = "likert", reversed = "i1", htmt = unclass(suppressWarnings(htmt(four, reversed)))),
  list(data = "gaps", htmt = unclass(htmt(four, gaps))))
out <- list(versions = versions, models = models, highest = highest, at_least = at_least, cases = cases, htmt = ratios)
write_json(out, "cfa.json", digits = I(10), auto_unbox = TRUE, na = "null", matrix = "rowmajor", dataframe = "columns")
