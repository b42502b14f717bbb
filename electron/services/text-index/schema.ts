/**
 * The tables of `text.db`: everything in it is derived from the journal and the vault, so a file of another version is no
 * matter for steps from one to the next: it is made anew. See `docs/adr/0013-page-texts-in-one-column.md`.
 */
import { SEPARATORS } from './terms.ts';

/** Marks the file as ours: `QOIT`. */
export const TEXT_APPLICATION_ID = 0x514f4954;

/** Rises with every change of the tables or of what is put into them. */
export const TEXT_SCHEMA = 4;

/**
 * Our words are cut already: all but white space belongs to them. The tokenizer `ascii` takes every other byte for a part of a
 * word anyway, and knows no case beyond A to Z, which our words do not have.
 */
const TOKENIZER = `ascii tokenchars '${SEPARATORS.replaceAll("'", "''")}'`.replaceAll('"', '""');

export const SCHEMA_SQL = `
  -- archive, analyser, grant; n and pos: up to where the journal is in; scan: the last record that the first filling took.
  CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

  -- Every record that pages hang below. n is the journal's number of its state; 0: only named by something below it.
  -- first and last: its own days as YYYYMMDD, 0 when unknown; access: its own, '' when it says nothing; pdf: the digest of
  -- its PDF, '' when it has none.
  CREATE TABLE node (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    n INTEGER NOT NULL,
    t TEXT NOT NULL,
    parent INTEGER NOT NULL,
    place TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    access TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    pdf TEXT NOT NULL
  ) STRICT;
  CREATE INDEX node_by_parent ON node (parent);

  -- Every page that may be found, also those without a text; id is its row in page_words. Later pages have higher ids.
  -- facts: see page-facts.ts; source: which text it is, and by whom, so that an unchanged one is not put in again.
  CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    n INTEGER NOT NULL,
    node INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    place TEXT NOT NULL,
    leaf TEXT NOT NULL,
    engine TEXT NOT NULL,
    source TEXT NOT NULL
  ) STRICT;
  CREATE INDEX page_by_node ON page (node, place);
  -- Those whose text could not be had: tried again at the next start.
  CREATE INDEX page_without_source ON page (id) WHERE source = '';

  -- The text of a page as it stands, as zstd with a checksum: snippets are cut from it. suspects: see number-list.ts.
  CREATE TABLE page_text (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL, suspects BLOB) STRICT;

  -- All terms of a page in one column, those of other fields behind a sign of their own: see terms.ts.
  CREATE VIRTUAL TABLE page_words USING fts5 (
    terms, content='', contentless_delete=1, detail=full, tokenize="${TOKENIZER}"
  );

  CREATE TABLE node_tag (tag TEXT NOT NULL, node INTEGER NOT NULL, PRIMARY KEY (node, tag)) STRICT, WITHOUT ROWID;
  CREATE TABLE page_tag (tag TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (page, tag)) STRICT, WITHOUT ROWID;

  -- The words of a node's own number, as queries for reference codes ask for them: фр5, оп1, д123.
  CREATE TABLE node_code (word TEXT NOT NULL, node INTEGER NOT NULL, PRIMARY KEY (word, node)) STRICT, WITHOUT ROWID;
  CREATE INDEX node_code_by_node ON node_code (node);

  -- Words as they were read on pages that lost letters or are noisy. pages: on how many; corrected: what the lexicon takes it
  -- for, '' when nothing, NULL when it was not looked up yet; cost: how far that is.
  CREATE TABLE suspect (
    id INTEGER PRIMARY KEY,
    term TEXT NOT NULL,
    profile TEXT NOT NULL,
    pages INTEGER NOT NULL,
    corrected TEXT,
    cost REAL,
    UNIQUE (term, profile)
  ) STRICT;
  CREATE INDEX suspect_by_corrected ON suspect (corrected) WHERE corrected IS NOT NULL AND corrected <> '';

  CREATE INDEX suspect_not_looked_up ON suspect (id) WHERE corrected IS NULL;

  -- Lines that a person put right on a page, as they were read and as they should be: JSON. engine: its key, see profiles.ts.
  CREATE TABLE correction (page INTEGER PRIMARY KEY, engine TEXT NOT NULL, pairs TEXT NOT NULL) STRICT;
  CREATE INDEX correction_by_engine ON correction (engine);
  CREATE TRIGGER correction_gone AFTER DELETE ON page BEGIN DELETE FROM correction WHERE page = old.id; END;

  -- PDFs whose own text layers are to be asked for: the pages below a node that show this file, from this picture on.
  CREATE TABLE own_text (
    node INTEGER NOT NULL, sha256 TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (node, sha256)
  ) STRICT, WITHOUT ROWID;

  -- Nodes below which pages came to be granted or refused, and are to be looked at again.
  CREATE TABLE regrant (node INTEGER PRIMARY KEY) STRICT;

  -- Groups of synonyms that people changed: the values of their records as JSON.
  CREATE TABLE synonyms (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Profiles learned from people's corrections, as JSON.
  CREATE TABLE profile (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

  PRAGMA application_id = ${TEXT_APPLICATION_ID};
  PRAGMA user_version = ${TEXT_SCHEMA};
`;
