-- Where a slice of a CT, MR or PET series lies: the direction of its normal in thousandths, and millimetres along it.
alter table storage.instance
    add column slice_normal   text,
    add column slice_position double precision;

-- How many instances there are in the words of the instances themselves; 0: they do not say.
alter table storage.series
    add column announced        integer not null default 0,
    add column in_acquisition   integer not null default 0,
    -- How many of its instances others were told of.
    add column told_instances integer not null default 0;

alter table storage.study
    add column announced integer not null default 0;

update storage.series r set told_instances = r.instance_count
from storage.study s where s.id = r.study_id and s.arrival_told;
