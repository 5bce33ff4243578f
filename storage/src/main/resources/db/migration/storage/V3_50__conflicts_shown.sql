alter table storage.conflict
    -- Always the same for a conflict, so that an index that was made anew fits what was written down of it.
    add column id uuid not null generated always as (md5(site || E'\n' || sop_uid || E'\n' || digest)::uuid) stored,
    -- Who sent it, and what it says; null where an earlier version put it aside. Its own file says it, too.
    add column calling_ae        text,
    add column sop_class         text,
    add column transfer_syntax   text,
    add column number            text,
    add column rows              integer,
    add column columns           integer,
    add column frames            integer,
    add column pixel_fingerprint text,
    add column patient_id        text,
    add column issuer            text,
    add column patient_name      text,
    add column birth_date        text,
    add column sex               text,
    -- What a person made of it. Nothing follows from it by itself.
    add column decided_at        timestamptz,
    add column decided_by        text,
    add column note              text,
    add check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (note is null));

create unique index conflict_id on storage.conflict (id);
create index conflict_received on storage.conflict (received_at desc, id);
create index conflict_open on storage.conflict (site) where decided_at is null;
