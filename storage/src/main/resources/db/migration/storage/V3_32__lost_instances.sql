-- When it was found that the bytes, which had been acknowledged, cannot be read any more. The row stays as it was, so that the instance is
-- known when it comes again.
alter table storage.instance add column lost_at timestamptz;
alter table storage.conflict add column lost_at timestamptz;

create index instance_lost on storage.instance (study_id) where lost_at is not null;
create index conflict_lost on storage.conflict (study_id) where lost_at is not null;
