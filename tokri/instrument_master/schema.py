"""The tables of the two files: the list, and the prices beside it."""

from __future__ import annotations

from typing import Final

#: `rank` is the order in which search shows rows, so that the first twenty of any query are its best twenty.
#: `stem` is a share's symbol without its series, or a contract's underlying, in normal form. `monthly`: the symbol
#: names the month. `twin` is the rank of the same company's paper on the other exchange, by name.
LIST: Final = (
    """CREATE TABLE instruments (
        rank INTEGER PRIMARY KEY, exchange TEXT NOT NULL, tradingsymbol TEXT NOT NULL, name TEXT NOT NULL,
        instrument_type TEXT NOT NULL, segment TEXT NOT NULL, tick_size TEXT NOT NULL, lot_size INTEGER NOT NULL,
        expiry TEXT NOT NULL, strike TEXT NOT NULL, instrument_token INTEGER NOT NULL, exchange_token INTEGER NOT NULL,
        kind TEXT NOT NULL, stem TEXT NOT NULL, monthly INTEGER NOT NULL, derivatives INTEGER NOT NULL DEFAULT 0,
        twin INTEGER
    ) STRICT""",
    "CREATE TABLE exchanges (exchange TEXT PRIMARY KEY, on_day TEXT NOT NULL) STRICT",
    """CREATE TABLE renamed (
        exchange TEXT NOT NULL, was TEXT NOT NULL, now TEXT NOT NULL, PRIMARY KEY (exchange, was)
    ) STRICT""",
    "CREATE TABLE state (imported_at TEXT NOT NULL, row_count INTEGER NOT NULL, digest TEXT NOT NULL) STRICT",
    # The ranks of all live options of one expiry: they are kept in that order.
    "CREATE TABLE expiries (expiry TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT",
    # Shares, funds, debt, indices and futures by word. ~reliance is a whole symbol, =nse the exchange, =fut a future:
    # signs that no normal form holds. An option is found by its underlying, strike, kind and expiry instead.
    """CREATE VIRTUAL TABLE words USING fts5(
        text, content='', detail=none, columnsize=0, prefix='1 2 3 4', tokenize="ascii tokenchars '~='"
    )""",
    "CREATE VIRTUAL TABLE pieces USING fts5(text, content='', columnsize=0, tokenize='trigram')",
    # What a misspelt word may have meant, with the rank of what it names. In full detail: where that is left out, every
    # word that shares a piece is cut in pieces again to be weighed.
    "CREATE VIRTUAL TABLE spelling USING fts5(word, place UNINDEXED, tokenize='trigram')",
)

INDEXES: Final = (
    "CREATE UNIQUE INDEX by_key ON instruments (tradingsymbol, exchange)",
    """CREATE INDEX by_underlying ON instruments (stem, rank, expiry, strike, instrument_type, monthly)
        WHERE expiry <> ''""",
    "CREATE INDEX by_strike ON instruments (stem, strike, rank) WHERE strike <> ''",
    "CREATE INDEX by_stem ON instruments (stem) WHERE expiry = ''",
    "CREATE INDEX by_code ON instruments (exchange_token) WHERE expiry = ''",
)

PRICES: Final = (
    """CREATE TABLE prices (
        exchange TEXT NOT NULL, tradingsymbol TEXT NOT NULL, last_price TEXT NOT NULL, on_day TEXT NOT NULL,
        source TEXT NOT NULL, isin TEXT NOT NULL, series TEXT NOT NULL, bse_group TEXT NOT NULL, code INTEGER NOT NULL,
        told_on TEXT NOT NULL, PRIMARY KEY (exchange, tradingsymbol)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE state (digest TEXT NOT NULL) STRICT",
)

PRICE_INDEXES: Final = (
    "CREATE INDEX by_isin ON prices (isin) WHERE isin <> ''",
    "CREATE INDEX by_code ON prices (exchange, code) WHERE code > 0",
)
