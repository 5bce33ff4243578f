-- How the hub fares with calling a device to report to it. A device that cannot be called is left alone for a while, longer each time; its
-- reports wait with it, and no other's do.
create table router.commitment_device (
    ae_title     text primary key,
    failures     integer not null,
    paused_until timestamptz not null
);

drop index router.commitment_owed;
create index commitment_owed on router.commitment (ae_title, next_at) where state = 'OWED';
