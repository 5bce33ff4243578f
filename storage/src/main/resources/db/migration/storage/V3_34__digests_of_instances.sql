-- Not always a SHA-256 any more, of which the instances of earlier versions have one.
alter table storage.instance rename column sha256 to digest;
alter table storage.conflict rename column sha256 to digest;

-- What an interrupted rebuilding has staged.
update storage.rebuild_entry set instance = replace(instance, '"sha256":"', '"digest":"');
