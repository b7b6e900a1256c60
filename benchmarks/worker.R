# R's side of the benchmark of factor models. Needs lavaan; psych for what psych is asked for.
#
# Rscript worker.R about                               versions and the BLAS library
# Rscript worker.R serve                               as worker.py: a task, a file and a number of factors per line
# Rscript worker.R whole TASK FILE N_FACTORS OUTPUT    one script: read the answers, fit, print and write the fit

version_of <- function(package)
  if (requireNamespace(package, quietly = TRUE)) as.character(packageVersion(package)) else ""

answers_of <- function(path) read.csv(path, na.strings = "")[, -1]

now <- function() as.numeric(Sys.time())

# Of this process and of those that it started.
cpu <- function() sum(proc.time()[c(1, 2, 4, 5)], na.rm = TRUE)

syntax_of <- function(items, n_factors) {
  own <- length(items) / n_factors
  paste(sapply(seq_len(n_factors), function(j)
    paste0("f", j, " =~ ", paste(items[((j - 1) * own + 1):(j * own)], collapse = " + "))), collapse = "\n")
}

# Called by their names, as a script would, since lavaan keeps the call.
estimators <- list(
  ML = function(model, answers) cfa(model, answers, std.lv = TRUE, estimator = "ML"),
  MLR = function(model, answers) cfa(model, answers, std.lv = TRUE, estimator = "MLR"),
  FIML = function(model, answers) cfa(model, answers, std.lv = TRUE, estimator = "MLR", missing = "fiml"),
  WLSMV = function(model, answers) cfa(model, answers, std.lv = TRUE, estimator = "WLSMV", ordered = TRUE)
)

fitted <- function(task, answers, n_factors) estimators[[task]](syntax_of(names(answers), n_factors), answers)

confirmatory <- function(task, answers, n_factors) {
  start <- now()
  fit <- fitted(task, answers, n_factors)
  model_seconds <- now() - start
  measures <- fitMeasures(fit)
  names(measures) <- gsub(".", "_", names(measures), fixed = TRUE)
  c(model_seconds = model_seconds, unclass(measures))
}

classical <- list(
  alpha = function(answers, n_factors)
    c(alpha = psych::alpha(answers[, seq_len(ncol(answers) / n_factors)])$total$raw_alpha),
  KMO = function(answers, n_factors) c(kmo = psych::KMO(answers)$MSA),
  EFA = function(answers, n_factors)
    c(communalities = sum(psych::fa(answers, n_factors, fm = "minres", rotate = "oblimin")$communality)),
  `parallel analysis` = function(answers, n_factors)
    c(n_factors = psych::fa.parallel(answers, fa = "pc", n.iter = 100, quant = .95, plot = FALSE)$ncomp)
)

product <- function(...) {
  matrix <- matrix(rnorm(1e6), 1000)
  start <- now()
  matrix %*% matrix
  c(product_seconds = now() - start)
}

figures_of <- function(task, answers, n_factors) {
  if (task %in% names(estimators)) return(confirmatory(task, answers, n_factors))
  c(classical, product = product)[[task]](answers, n_factors)
}

timed <- function(...) {
  start <- now()
  worked <- cpu()
  figures <- figures_of(...)
  c(seconds = now() - start, cpu_seconds = cpu() - worked, figures)
}

answer <- function(figures) {
  values <- ifelse(is.finite(figures), sprintf("%.15g", figures), "nan")
  cat(paste(c("ANSWER", paste0(names(figures), "=", values)), collapse = "\t"), "\n", sep = "")
  flush(stdout())
}

serve <- function() {
  if (version_of("lavaan") != "") suppressPackageStartupMessages(library(lavaan))
  input <- file("stdin", open = "r")
  cache <- list()
  while (length(line <- readLines(input, n = 1)) > 0) {
    asked <- strsplit(line, "\t", fixed = TRUE)[[1]]
    if (is.null(cache[[asked[2]]])) cache[[asked[2]]] <- answers_of(asked[2])
    # What psych says on the way is no answer.
    said <- capture.output(figures <- suppressWarnings(suppressMessages(
      timed(asked[1], cache[[asked[2]]], as.integer(asked[3])))))
    answer(figures)
  }
}

arguments <- commandArgs(trailingOnly = TRUE)
if (arguments[1] == "about") {
  cat(R.version$major, ".", R.version$minor, "\n", version_of("lavaan"), "\n", version_of("psych"), "\n", sep = "")
  cat(sessionInfo()$BLAS, "\n", sep = "")
} else if (arguments[1] == "serve") {
  serve()
} else {
  library(lavaan)
  fit <- fitted(arguments[2], answers_of(arguments[3]), as.integer(arguments[4]))
  print(fit)
  measures <- fitMeasures(fit)
  print(measures)
  names(measures) <- gsub(".", "_", names(measures), fixed = TRUE)
  write.table(data.frame(names(measures), sprintf("%.15g", measures)), arguments[5],
    sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
}
