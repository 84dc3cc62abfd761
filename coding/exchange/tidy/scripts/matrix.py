"""Make the cross-case theme matrix of the tables in this folder.

    python3 matrix.py > matrix.csv

A cell counts distinct passages: those that have the theme, or one below it, and
that count for the organisation. It needs nothing but Python 3.
"""

import csv
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))


def table(name):
    with open(os.path.join(here, name + ".csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:  # an apostrophe keeps spreadsheets from running a text
        for key, value in row.items():
            if len(value) > 1 and value[0] == "'" and value[1] in "=+-@":
                row[key] = value[1:]
    return rows


themes = table("themes")
organisations = {row["organisation_id"]: row["name"] for row in table("organisations")}
cases = {row["case_id"]: row["name"] for row in table("cases")}

above = {}
for row in table("theme_ancestors"):
    above.setdefault(row["theme_id"], set()).add(row["ancestor_id"])

themes_of = {}  # of a passage, with all above them
for tag in table("tags"):
    themes_of.setdefault(tag["passage_id"], set()).update(above[tag["theme_id"]])

cells = {}
for row in table("attributions"):
    if row["counts_for_organisation"] != "true":
        continue
    column = (cases.get(row["case_id"], "(none)"), organisations.get(row["organisation_id"], "(none)"))
    for theme in themes_of.get(row["passage_id"], ()):
        cells.setdefault((theme, column), set()).add(row["passage_id"])

columns = sorted({column for _, column in cells}, key=lambda c: (c[0] == "(none)", c[0].lower(), c[1] == "(none)", c[1].lower()))
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["theme"] + [case + ": " + organisation for case, organisation in columns])
for theme in themes:
    out.writerow([theme["path"]] + [len(cells.get((theme["theme_id"], column), ())) for column in columns])
