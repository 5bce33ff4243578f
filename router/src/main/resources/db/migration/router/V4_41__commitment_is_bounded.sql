-- How much a device is owed can be asked without reading what, and what is over is forgotten some day.
alter table router.commitment add column instances integer generated always as (cardinality(sop_uids)) stored;
update router.commitment set reported_at = now() where state = 'GIVEN_UP' and reported_at is null;
create index commitment_over on router.commitment (reported_at) where state <> 'OWED';
