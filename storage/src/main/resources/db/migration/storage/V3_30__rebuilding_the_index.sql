-- What a rebuilding of the index has read of the object store and not yet indexed, so that it can be interrupted. Empty otherwise.
create table storage.rebuild_pack (
    id             uuid primary key,
    object_key     text not null,
    site           text not null,
    study_uid      text not null,
    series_uid     text not null,
    bytes          bigint not null,
    sha256         text not null,
    first_entry_at timestamptz not null,
    last_entry_at  timestamptz not null,
    read_at        timestamptz not null
);

create table storage.rebuild_entry (
    pack_id     uuid not null,
    file_offset bigint not null,
    kept_at     timestamptz not null,
    -- The instance as the index takes it, as JSON.
    instance    text not null,
    primary key (pack_id, file_offset)
);

create index rebuild_entry_arrival on storage.rebuild_entry (kept_at, pack_id, file_offset);

-- Studies that were not in the index before.
create table storage.rebuild_study (
    study_id uuid primary key
);
