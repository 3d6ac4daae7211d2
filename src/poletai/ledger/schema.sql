-- The event store. Running it again changes nothing.

-- CACHE 1: ids are drawn one by one after the locks, so that a later lock holder has a later id.
CREATE SEQUENCE IF NOT EXISTS ledger_event_id AS bigint CACHE 1;

CREATE TABLE IF NOT EXISTS ledger_event (
    id       bigint NOT NULL UNIQUE DEFAULT nextval('ledger_event_id'),
    stream   text COLLATE "C" NOT NULL,
    position integer NOT NULL CHECK (position >= 0),
    digest   bytea NOT NULL CHECK (length(digest) = 32),
    -- What the log publishes: the canonical envelope, or a blinded digest.
    entry    bytea NOT NULL CHECK (length(entry) <= 65535),
    -- What it does not, encrypted under the store key; NULL where there is nothing to hide.
    sealed   bytea,
    PRIMARY KEY (stream, position)
);

-- Events committed and not yet given a leaf.
CREATE TABLE IF NOT EXISTS ledger_pending (
    event bigint PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS ledger_leaf (
    index bigint PRIMARY KEY CHECK (index >= 0),
    event bigint NOT NULL UNIQUE REFERENCES ledger_event (id)
);

CREATE TABLE IF NOT EXISTS ledger_checkpoint (
    size   bigint PRIMARY KEY CHECK (size >= 0),
    root   bytea NOT NULL CHECK (length(root) = 32),
    note   text NOT NULL,
    at     timestamptz NOT NULL,
    -- Whether the note carries the cosignatures its policy asks for.
    quorum boolean NOT NULL DEFAULT false
);

-- Which process keeps a stream that one process at a time may write, by this database's clock.
CREATE TABLE IF NOT EXISTS ledger_lease (
    stream text COLLATE "C" PRIMARY KEY,
    kind   text NOT NULL,
    owner  text NOT NULL DEFAULT '',
    -- The fencing number: it grows whenever the stream changes hands.
    epoch  bigint NOT NULL DEFAULT 0,
    until  timestamptz NOT NULL DEFAULT '-infinity',
    -- The last sign of life of whoever keeps it; NULL where nobody ever did.
    seen   timestamptz,
    ended  boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS ledger_lease_open ON ledger_lease (kind) WHERE NOT ended;

-- What is asked of whoever keeps a stream.
CREATE TABLE IF NOT EXISTS ledger_order (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream  text COLLATE "C" NOT NULL,
    body    jsonb NOT NULL,
    -- What became of it: {} where it was done, else the code and the reason it was refused with.
    answer  jsonb,
    done_at timestamptz
);
CREATE INDEX IF NOT EXISTS ledger_order_open ON ledger_order (stream) WHERE done_at IS NULL;
