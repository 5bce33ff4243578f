-- The processes of the hub, by their spools: each says every second that it is there. The times are the database's, since that clock is common
-- to all; a process that stops takes its row with it, unless something is in its spool that is nowhere else.
create table storage.process (
    node_id        uuid primary key,
    process_id     uuid not null,
    heard_at       timestamptz not null,
    -- When it stopped in good order, with everything in the index.
    left_at        timestamptz,
    -- Since when it may have instances of a while ago that are not in the index; null: it has none.
    behind_since   timestamptz,
    -- Its clock less the database's, in milliseconds.
    clock_ahead_ms bigint not null
);
