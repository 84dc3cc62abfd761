"""Has Taguette import projects as its page "Import project" does, and prints what it then has.

Usage: read_taguette.py PROJECT.sqlite3... One line of JSON for each tag, and for each highlight with
a tag: the words are those that Taguette cuts out of the document itself.
"""
import gettext
import json
import logging
import sys
import tempfile

logging.disable(logging.CRITICAL)
import taguette

taguette._trans = gettext.NullTranslations()
from bs4 import BeautifulSoup
from taguette import database, extract


def words(html):
    return BeautifulSoup(html, "html5lib").get_text()


def imported(source, folder):
    """The project as it stands in a database of Taguette's own after the import."""
    theirs = database.connect("sqlite:///" + source, external=True)()
    (project,) = theirs.execute(database.Project.__table__.select()).fetchall()
    own = database.connect("sqlite:///" + folder + "/own.sqlite3")()
    own.add(database.User(login="admin"))
    own.commit()
    new = database.copy_project(theirs, own, project["id"], "admin")
    return own, own.query(database.Project).get(new)


for source in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        own, project = imported(source, folder)
        for tag in project.tags:
            print(json.dumps({"project": source, "tag": tag.path, "description": tag.description}))
        for document in project.documents:
            for h in document.highlights:
                cut = extract.extract(document.contents, h.start_offset, h.end_offset)
                assert words(cut) == words(h.snippet), (cut, h.snippet)
                extract.highlight(document.contents, [(h.start_offset, h.end_offset, [])])
                for tag in h.tags:
                    print(json.dumps({"project": source, "document": document.name, "tag": tag.path, "words": words(cut)}))
