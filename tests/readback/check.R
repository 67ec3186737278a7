# Reads tables as a user of R does and says what came of it: table, column, class, rows, values missing.
# Usage: Rscript check.R FILE.csv|FILE.tsv …
suppressPackageStartupMessages(library(readr))
for (file in commandArgs(trailingOnly = TRUE)) {
  read <- if (grepl("\\.tsv$", file)) read_tsv else read_csv
  rows <- read(file, na = "", show_col_types = FALSE, guess_max = Inf, quote = if (grepl("\\.tsv$", file)) "" else "\"")
  stopifnot(nrow(problems(rows)) == 0)
  for (column in names(rows)) {
    cat(basename(file), column, class(rows[[column]])[1], nrow(rows), sum(is.na(rows[[column]])), sep = "\t")
    cat("\n")
  }
}
