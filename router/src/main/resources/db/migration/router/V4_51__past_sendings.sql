create index sending_delivered on router.sending (ended_at) where state in ('SENT', 'COMMITTED');

-- Where studies went by rule whose sendings are no longer kept: there goes what comes late.
create table router.went (
    study_id    uuid not null,
    destination text not null,
    primary key (study_id, destination)
);
