-- What devices have asked the hub to be responsible for. OWED: the device has not confirmed a report; REPORTED: it has; GIVEN_UP: it could not
-- be told for so long that it has to ask again.
create table router.commitment (
    id              uuid primary key,
    site            text not null,
    ae_title        text not null,
    transaction_uid text not null,
    sop_classes     text[] not null,
    sop_uids        text[] not null,
    asked_at        timestamptz not null,
    state           text not null check (state in ('OWED', 'REPORTED', 'GIVEN_UP')),
    next_at         timestamptz not null,
    attempts        integer not null default 0,
    problem         text not null default '',
    failures        integer,
    reported_at     timestamptz,
    unique (ae_title, transaction_uid),
    check (cardinality(sop_classes) = cardinality(sop_uids))
);

create index commitment_owed on router.commitment (next_at) where state = 'OWED';
