# Figures of norm scores and change, from base R and metafor: Rscript make_change.R > change.json
suppressMessages(library(metafor))

first <- c(2.0, 2.4, 3.0, 3.2, 1.8, 2.6, 4.0, 3.4, 2.2, 2.8)
second <- c(2.6, 2.2, 3.4, 3.2, 3.0, 2.8, 3.8, 4.2, 2.2, 3.6)
paired <- t.test(second, first, paired = TRUE)
smcr <- escalc("SMCR", m1i = mean(second), m2i = mean(first), sd1i = sd(first), ni = length(first),
               ri = cor(first, second))

pvalues <- rbind(c(.01, .04, .03, .005), c(.2, .001, .04, .04), c(.6, .7, .9, .8))
wilson <- sapply(list(c(3, 120), c(60, 120), c(119, 120), c(450, 911)),
                 function(x) prop.test(x[1], x[2], correct = FALSE)$conf.int)

number <- function(x) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ", "), "]")
cat("{\n")
cat('"first": ', number(first), ",\n", '"second": ', number(second), ",\n", sep = "")
cat('"mean": ', number(unname(paired$estimate)), ",\n", '"interval": ', number(paired$conf.int), ",\n", sep = "")
cat('"smcr": ', number(smcr$yi), ",\n", sep = "")
cat('"pvalues": [', paste(apply(pvalues, 1, number), collapse = ", "), "],\n", sep = "")
cat('"holm": [', paste(apply(pvalues, 1, function(p) number(p.adjust(p, "holm"))), collapse = ", "), "],\n", sep = "")
cat('"wilson": [', paste(apply(wilson, 2, number), collapse = ", "), "]\n", sep = "")
cat("}\n")
