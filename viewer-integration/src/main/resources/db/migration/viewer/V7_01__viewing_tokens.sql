create schema viewer;

-- What opens studies to a viewer that has no sign-in of its own. Only the digest of a token is kept.
create table viewer.token (
    hash       bytea primary key check (length(hash) = 32),
    purpose    text not null check (purpose in ('IMAGES', 'MANIFEST')),
    person     text not null,
    base       text not null,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    uses_left  integer check (uses_left >= 0),
    check ((purpose = 'MANIFEST') = (uses_left is not null))
);

create index token_expires on viewer.token (expires_at);

-- The studies that a token opens, the one it was asked for in front.
create table viewer.token_study (
    hash               bytea not null references viewer.token (hash) on delete cascade,
    place              integer not null,
    site               text not null,
    study_instance_uid text not null,
    primary key (hash, place)
);
