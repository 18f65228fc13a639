"""The spaCy pipeline that tags names: what its words are besides their letters, and the configuration of the model.

Imported only where names are asked for: spaCy takes a second to load. Registers the component `suar_words` with spaCy.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, TAG  # type: ignore[import-not-found]  # compiled, without types
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model_from_config
from thinc.api import Config

from nlp.name_words import common_words
from nlp.places import place_words
from nlp.word_classes import word_class

LABELS = ("LOC", "ORG", "PER")
STYLE = "idner"
"""The corpus whose manner of tagging is asked for; a text may carry another in `doc.user_data["style"]`."""
ROWS = {"NORM": 12_000, "PREFIX": 1000, "SUFFIX": 4000, "SHAPE": 1000, "TAG": 20, "LEMMA": 1000, "MORPH": 20}
"""What the model sees of a word, and into how many rows of a table it is hashed. Style, class of the word and what the word
lists know of it stand where a tagger would write tags, lemmas and morphology: spaCy's embedding reads nothing else.
"""
WIDTH = 96
_REMEMBERED = 100_000
_CONFIG = """
[nlp]
lang = "id"
pipeline = ["suar_words", "ner"]
[components]
[components.suar_words]
factory = "suar_words"
[components.ner]
factory = "ner"
[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
[components.ner.model.tok2vec]
{tok2vec}
"""
_TOK2VEC = """
@architectures = "spacy.Tok2Vec.v2"
[{path}.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = {width}
attrs = {attrs}
rows = {rows}
include_static_vectors = false
[{path}.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = {width}
window_size = 1
maxout_pieces = 3
depth = 4
"""


def tok2vec_config(path: str, attrs: tuple[str, ...] = tuple(ROWS)) -> str:
    """Sections of a configuration from the inside of `[path]` on."""
    listed = "[" + ", ".join(f'"{name}"' for name in attrs) + "]"
    return _TOK2VEC.format(path=path, width=WIDTH, attrs=listed, rows=[ROWS[name] for name in attrs])


def new_pipeline() -> Language:
    """Without weights yet."""
    config = _CONFIG.format(tok2vec=tok2vec_config("components.ner.model.tok2vec"))
    return load_model_from_config(Config().from_str(config), auto_fill=True)


@Language.component("suar_words")
def add_words(doc: Doc) -> Doc:
    """Tell of every word the style of the text, its class, and what the lists of places and common words know of it."""
    style = str(doc.user_data.get("style", STYLE))
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    tag = strings.add(style)
    seen = {word: strings.add(word_class(word)) for word in {token.text for token in doc}}
    known = {word: morphology.add(listed(word)) for word in seen}
    rows = [(seen[token.text], tag, known[token.text]) for token in doc]
    told: Any = np.array(rows, np.uint64).reshape(-1, 3)
    return doc.from_array([LEMMA, TAG, MORPH], told)


@lru_cache(_REMEMBERED)
def listed(word: str) -> str:
    """As a feature of morphology: a place by itself or part of one's name, and whether it is a common word."""
    low = word.lower()
    alone, parts = place_words()
    place = "Whole" if low in alone else "Part" if low in parts else "None"
    return f"Place={place}|Common={'Yes' if low in common_words() else 'No'}"
