# Make norms.json: the figures that norms are held against. Rscript make_norms.R gse_nl.csv
# The answers (the Netherlands in Schwarzer's data of 24 nations, HPSNZ/hpad_gse_reference_data) are not in this project.
suppressMessages({ library(psych); library(lavaan); library(semTools); library(jsonlite) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
answers <- read.csv(commandArgs(TRUE)[1])[, paste0("self", 1:10)]
score <- rowSums(answers)
model <- paste("g =~", paste(names(answers), collapse = " + "))
fit <- cfa(model, answers, std.lv = TRUE, estimator = "MLR")
gse <- list(
  n = nrow(answers), mean = mean(score), sd = sd(score),
  alpha = psych::alpha(answers)$total$raw_alpha,
  omega = unname(suppressWarnings(semTools::reliability(fit))["omega3", "g"])
)

# Log-linear smoothing is a Poisson regression on powers of the score.
possible <- 10:40
counts <- c(0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 5, 3, 8, 7, 8, 9, 11, 14, 17, 15, 11, 13, 12, 4, 3, 1, 1, 4)
smoothed <- lapply(2:4, function(degree) {
  fit <- glm(counts ~ poly(possible, degree), family = poisson, control = list(epsilon = 1e-14, maxit = 100))
  list(moments = degree, shares = unname(fitted(fit)) / sum(counts), aic = AIC(fit))
})
write_json(list(gse = gse, possible = possible, counts = counts, smoothed = smoothed),
           file.path(here, "norms.json"), digits = 12, auto_unbox = TRUE)
