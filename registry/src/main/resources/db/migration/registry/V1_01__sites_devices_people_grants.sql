create schema registry;

create table registry.site (
    code    text primary key,
    name    text not null,
    name_zh text not null,
    kind    text not null check (kind in ('TERTIARY', 'COUNTY', 'TOWNSHIP')),
    parent  text references registry.site (code),
    check (parent <> code)
);

create table registry.device (
    ae_title    text primary key check (length(ae_title) between 1 and 16),
    site        text not null references registry.site (code),
    description text not null,
    modality    text not null,
    addresses   text[] not null,
    enabled     boolean not null
);

create table registry.person (
    id            text primary key,
    name          text not null,
    name_zh       text not null,
    site          text not null references registry.site (code),
    roles         text[] not null,
    credentials   text[] not null,
    pace          double precision not null check (pace > 0),
    enabled       boolean not null default true,
    password_hash text
);

create table registry.study_grant (
    id                 uuid primary key,
    given              bigint generated always as identity,
    person             text not null references registry.person (id),
    site               text not null references registry.site (code),
    study_instance_uid text not null,
    kind               text not null check (kind in ('ASSIGNMENT', 'CONSULTATION', 'RECOGNITION', 'BREAK_GLASS')),
    reason             text not null,
    held_from          timestamptz not null,
    held_until         timestamptz,
    revoked_at         timestamptz,
    revoke_reason      text,
    check ((revoked_at is null) = (revoke_reason is null))
);

-- What makes giving idempotent, also when two processes give at once.
create unique index study_grant_held_once on registry.study_grant (person, site, study_instance_uid, kind)
    where revoked_at is null;

create index study_grant_of_study on registry.study_grant (site, study_instance_uid);
