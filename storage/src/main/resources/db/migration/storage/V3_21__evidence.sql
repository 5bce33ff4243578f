-- What a study was judged by when it was not found complete, so that it is judged again when that has changed or the time has come.
create table storage.judgement (
    study_id  uuid primary key references storage.study (id) on delete cascade,
    instances integer not null,
    active_at timestamptz not null,
    closed_at timestamptz,
    judged_at timestamptz not null,
    look_at   timestamptz not null
);

-- The longest silences, in seconds, of each device's latest studies; oldest first.
create table storage.device_pace (
    site                 text not null,
    calling_ae           text not null,
    within               double precision[] not null,
    between_associations double precision[] not null,
    learned_at           timestamptz not null,
    primary key (site, calling_ae)
);

-- Instances that a device has named one by one, of studies that may not have arrived: it asked the hub to be responsible for them, or its
-- performed procedure step, which has ended, made them.
create table storage.expected_instance (
    site      text not null,
    study_uid text not null,
    sop_uid   text not null,
    asked     boolean not null default false,
    performed boolean not null default false,
    primary key (site, study_uid, sop_uid)
);

create table storage.performed_step (
    site       text not null,
    study_uid  text not null,
    step_uid   text not null,
    calling_ae text not null,
    state      text not null check (state in ('IN_PROGRESS', 'COMPLETED', 'DISCONTINUED')),
    changed_at timestamptz not null,
    primary key (site, study_uid, step_uid)
);
