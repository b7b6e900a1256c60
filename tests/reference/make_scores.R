# Scale scores as psych::scoreItems gives them, with reversed items and missing answers: Rscript make_scores.R
# Run in this folder. Needs Debian's r-base-core r-cran-psych r-cran-jsonlite.
suppressMessages({library(psych); library(jsonlite)})
answers <- read.csv("likert16_missing.csv")
keys <- list(
  one  = c("i1", "-i2", "i3", "i4"),
  two  = c("i5", "-i6", "i7", "-i8"),
  long = c("i9", "-i10", "i11", "i12", "-i13", "i14", "i15", "-i16")
)
item <- function(key) sub("^-", "", key)
means <- scoreItems(keys, answers, totals=FALSE, missing=TRUE, impute="none", min=1, max=5)$scores
# A total with answers missing is not prorated by psych, so that only complete persons have the same one in any program.
totals <- scoreItems(keys, answers, totals=TRUE, missing=TRUE, impute="none", min=1, max=5)$scores
for (scale in names(keys)) totals[!complete.cases(answers[, item(keys[[scale]])]), scale] <- NA
answered <- sapply(keys, function(key) rowSums(!is.na(answers[, item(key)])))
write_json(list(
  versions=list(R=R.version.string, psych=as.character(packageVersion("psych"))),
  date="2026-11-22", data="likert16_missing.csv", script="make_scores.R",
  keys=keys, means=as.list(as.data.frame(means)), totals=as.list(as.data.frame(totals)),
  answered=as.list(as.data.frame(answered))
), "scores.json", digits=12, auto_unbox=TRUE, na="null")
