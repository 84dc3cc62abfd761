# Make the cross-case theme matrix of the tables in this folder.
#
#   Rscript matrix.R > matrix.csv
#
# A cell counts distinct passages: those that have the theme, or one below it, and
# that count for the organisation. It needs nothing but R.

file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- if (length(file)) dirname(file) else "."

table_of <- function(name) {
  rows <- read.csv(file.path(here, paste0(name, ".csv")), colClasses = "character",
                   na.strings = character(), encoding = "UTF-8", check.names = FALSE)
  # An apostrophe keeps spreadsheets from running a text.
  rows[] <- lapply(rows, function(x) sub("^'([=+@-])", "\\1", x))
  rows
}

themes <- table_of("themes")
organisations <- table_of("organisations")
cases <- table_of("cases")
name_of <- function(ids, rows, key) {
  found <- rows$name[match(ids, rows[[key]])]
  ifelse(is.na(found), "(none)", found)
}

voices <- table_of("attributions")
voices <- voices[voices$counts_for_organisation == "true", ]
voices$case <- name_of(voices$case_id, cases, "case_id")
voices$organisation <- name_of(voices$organisation_id, organisations, "organisation_id")
voices <- unique(voices[c("passage_id", "case", "organisation")])

tags <- unique(table_of("tags")[c("passage_id", "theme_id")])
tags <- unique(merge(tags, table_of("theme_ancestors"))[c("passage_id", "ancestor_id")])

columns <- unique(voices[c("case", "organisation")])
columns <- columns[order(columns$case == "(none)", tolower(columns$case),
                         columns$organisation == "(none)", tolower(columns$organisation), method = "radix"), ]
both <- merge(tags, voices)
counts <- sapply(seq_len(nrow(columns)), function(i) {
  mine <- both[both$case == columns$case[i] & both$organisation == columns$organisation[i], ]
  vapply(themes$theme_id, function(id) sum(mine$ancestor_id == id), 0)
})
counts <- matrix(counts, nrow = nrow(themes))
columns_seen <- colSums(counts) > 0

out <- data.frame(theme = themes$path, counts[, columns_seen, drop = FALSE], check.names = FALSE)
names(out) <- c("theme", paste0(columns$case, ": ", columns$organisation)[columns_seen])
write.csv(out, stdout(), row.names = FALSE, quote = TRUE)
