create schema storage;

create table storage.study (
    id                  uuid primary key,
    site                text not null,
    study_uid           text not null,
    patient_id          text not null,
    issuer              text not null,
    patient_name        text not null,
    birth_date          text not null,
    sex                 text not null,
    accession_number    text not null,
    study_date          text not null,
    study_time          text not null,
    study_id            text not null,
    description         text not null,
    referring_physician text not null,
    modalities          text[] not null default '{}',
    body_part           text not null,
    series_count        integer not null default 0,
    instance_count      integer not null default 0,
    bytes               bigint not null default 0,
    calling_ae          text not null,
    first_received_at   timestamptz not null,
    last_received_at    timestamptz not null,
    -- When something of it last came, be it a part of an instance.
    active_at           timestamptz not null,
    warnings            text[] not null default '{}',
    -- ARRIVING: instances come; COMPLETE: declared so, and nobody was told yet; TOLD: everybody was told.
    state               text not null default 'ARRIVING' check (state in ('ARRIVING', 'COMPLETE', 'TOLD')),
    completed_at        timestamptz,
    evidence_kind       text,
    evidence_detail     text,
    arrival_told        boolean not null default false,
    stored_told         boolean not null default false,
    late_instances      integer not null default 0,
    unique (site, study_uid)
);

create index study_uid on storage.study (study_uid);
create index study_patient_id on storage.study (patient_id text_pattern_ops);
create index study_accession_number on storage.study (accession_number text_pattern_ops);
create index study_date on storage.study (study_date desc, study_time desc, id);
create index study_modalities on storage.study using gin (modalities);
create index study_unfinished on storage.study (active_at) where state <> 'TOLD' or not stored_told;

-- What a patient's name can be found by: the whole of it, and each of its component groups, in lower case.
create table storage.study_name (
    study_id uuid not null references storage.study (id) on delete cascade,
    key      text not null,
    primary key (study_id, key)
);

create index study_name_key on storage.study_name (key text_pattern_ops);

create table storage.series (
    id             uuid primary key,
    study_id       uuid not null references storage.study (id),
    series_uid     text not null,
    modality       text not null,
    number         text not null,
    description    text not null,
    body_part      text not null,
    series_date    text not null,
    series_time    text not null,
    instance_count integer not null default 0,
    unique (study_id, series_uid)
);

-- Names without reference: a pack may hold instances that were put aside, of a study that has none of its own.
create table storage.pack (
    id             uuid primary key,
    node_id        uuid not null,
    site           text not null,
    study_uid      text not null,
    series_uid     text not null,
    -- SPOOLED: a file of its node; STORED: in the object store, confirmed; DROPPED: it held nothing but copies, and is gone.
    state          text not null check (state in ('SPOOLED', 'STORED', 'DROPPED')),
    object_key     text,
    bytes          bigint,
    sha256         text,
    first_entry_at timestamptz not null,
    last_entry_at  timestamptz not null,
    attempts       integer not null default 0,
    retry_at       timestamptz,
    stored_at      timestamptz,
    check (state <> 'STORED' or object_key is not null and bytes is not null and sha256 is not null)
);

create index pack_study on storage.pack (site, study_uid);
create index pack_spooled on storage.pack (node_id, last_entry_at) where state = 'SPOOLED';

create table storage.instance (
    id                uuid primary key,
    study_id          uuid not null references storage.study (id),
    series_id         uuid not null references storage.series (id),
    site              text not null,
    sop_uid           text not null,
    sop_class         text not null,
    transfer_syntax   text not null,
    number            text not null,
    number_order      integer not null,
    rows              integer not null,
    columns           integer not null,
    frames            integer not null,
    pack_id           uuid not null references storage.pack (id),
    file_offset       bigint not null,
    length            bigint not null,
    sha256            text not null,
    pixel_fingerprint text,
    received_at       timestamptz not null,
    unique (sop_uid, site)
);

create index instance_series on storage.instance (series_id);
create index instance_pack on storage.instance (pack_id);

-- Instances that came with a UID that another instance has, and with other content. Never shown as images; kept for a person to decide.
create table storage.conflict (
    site        text not null,
    sop_uid     text not null,
    sha256      text not null,
    study_id    uuid not null references storage.study (id),
    pack_id     uuid not null references storage.pack (id),
    file_offset bigint not null,
    length      bigint not null,
    received_at timestamptz not null,
    primary key (site, sop_uid, sha256)
);

create index conflict_pack on storage.conflict (pack_id);

create index conflict_study on storage.conflict (study_id);

-- The associations that a study which is arriving is heard on, by the run of the process that hears them.
create table storage.sending (
    study_id    uuid not null references storage.study (id) on delete cascade,
    process_id  uuid not null,
    association text not null,
    calling_ae  text not null,
    closed_at   timestamptz,
    primary key (study_id, process_id, association)
);

create index sending_association on storage.sending (process_id, association) where closed_at is null;
