-- How many series there are in the words of the instances themselves; 0: they do not say.
alter table storage.study add column announced_series integer not null default 0;

-- What an interrupted rebuilding has staged.
update storage.rebuild_entry set instance = replace(instance, '"announced":{', '"announced":{"seriesInStudy":0,');
