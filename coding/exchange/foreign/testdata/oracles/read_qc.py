"""Has qualitative-coding open projects, and prints its coded lines.

Usage: read_qc.py FOLDER... One line of JSON for each code of the codebook, and for each coded line
with its coder and its words.
"""
import json
import logging
import os
import sys

import structlog

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
from qualitative_coding.corpus import QCCorpus

for folder in sys.argv[1:]:
    corpus = QCCorpus(os.path.join(folder, "settings.yaml"))
    corpus.validate()
    with corpus.session():
        corpus.validate_corpus_paths()
        for node in corpus.get_codebook().flatten():
            print(json.dumps({"project": folder, "tag": node.name}))
        for code, coder, line, document in corpus.get_coded_lines():
            with open(corpus.corpus_dir / document) as text:
                words = text.readlines()[line].rstrip("\n")
            print(json.dumps({"project": folder, "document": document, "tag": code, "coder": coder, "words": words}))
