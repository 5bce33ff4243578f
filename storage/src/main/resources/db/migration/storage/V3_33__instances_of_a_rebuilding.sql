-- How many instances of the pack were read, so that whoever carries on after an interruption knows how many are in the index already.
alter table storage.rebuild_pack add column instances bigint not null default 0;
