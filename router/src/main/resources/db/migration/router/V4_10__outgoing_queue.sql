create table router.destination (
    name             text primary key,
    road             text not null check (road in ('DICOM', 'DICOMWEB')),
    host             text,
    port             integer,
    called_ae_title  text,
    calling_ae_title text,
    commitment       boolean not null default false,
    service          text,
    authorization_header text,
    concurrency      integer not null check (concurrency between 1 and 32),
    enabled          boolean not null,
    -- How calling it goes; calls failed one after the other.
    failures         integer not null default 0,
    failing_since    timestamptz,
    paused_until     timestamptz,
    last_error       text,
    check (road <> 'DICOM' or (host is not null and port is not null and called_ae_title is not null
                               and calling_ae_title is not null)),
    check (road <> 'DICOMWEB' or service is not null)
);

create table router.routing_rule (
    id           uuid primary key,
    name         text not null,
    devices      text[] not null,
    sites        text[] not null,
    modalities   text[] not null,
    body_parts   text[] not null,
    lanes        text[] not null,
    window_from  time,
    window_until time,
    destinations text[] not null,
    enabled      boolean not null
);

-- How urgent a study is, as far as somebody has said so.
create table router.study_lane (
    study_id uuid primary key,
    lane     smallint not null
);

create table router.sending (
    id                 uuid primary key,
    study_id           uuid not null,
    site               text not null,
    study_instance_uid text not null,
    destination        text not null references router.destination (name),
    -- The version of the study's content: instances are only ever added to it, so that their number names it.
    content            integer not null,
    -- 0 for what a rule queued; counts what people asked for beyond that.
    occasion           integer not null,
    -- 0 goes first.
    lane               smallint not null,
    state              text not null,
    instances          integer not null,
    confirmed          integer not null default 0,
    attempts           integer not null default 0,
    -- Attempts that failed for its own sake, not because of the destination.
    failures           integer not null default 0,
    last_error         text,
    -- Confirmations before this do not count; null: all count.
    afresh_since       timestamptz,
    queued_at          timestamptz not null,
    -- When its time of grace began: when it was queued or replayed.
    trying_since       timestamptz not null,
    tried_at           timestamptz,
    due_at             timestamptz not null,
    ended_at           timestamptz,
    decided_by         text,
    -- Whoever sends it, and until when nobody else may.
    lease              uuid,
    lease_until        timestamptz,
    unique (study_id, destination, content, occasion),
    check ((state = 'SENDING') = (lease is not null)),
    check ((lease is null) = (lease_until is null))
);

create index sending_open on router.sending (destination, site, lane, queued_at, id)
    where state in ('WAITING', 'SENDING', 'COMMITTING');
create index sending_lease on router.sending (lease) where lease is not null;
create index sending_dead on router.sending (destination, queued_at) where state = 'DEAD';
create index sending_latest on router.sending (queued_at desc, id);

-- When a site last had its turn at a destination: in a lane, sites take turns, so that one that sends much keeps no other waiting.
create table router.turn (
    destination text not null references router.destination (name),
    site        text not null,
    taken_at    timestamptz not null,
    primary key (destination, site)
);

-- What is, or was, wrong with single instances.
create table router.sending_problem (
    sending_id       uuid not null references router.sending (id),
    sop_instance_uid text not null,
    kind             text not null check (kind in ('WARNING', 'TEMPORARY', 'PERMANENT')),
    problem          text not null,
    times            integer not null,
    last_at          timestamptz not null,
    primary key (sending_id, sop_instance_uid)
);

-- What a destination has confirmed that it has: sent once, and not again with the next try or the next version of the study.
create table router.confirmation (
    study_id     uuid not null,
    destination  text not null,
    instance_id  uuid not null,
    confirmed_at timestamptz not null,
    primary key (study_id, destination, instance_id)
);

-- Storage commitment that was asked for and not yet answered, and the instances that it was asked for.
create table router.commitment_request (
    transaction_uid   text primary key,
    sending_id        uuid not null references router.sending (id),
    sop_instance_uids text[] not null,
    asked_at          timestamptz not null
);

create index commitment_request_sending on router.commitment_request (sending_id);
