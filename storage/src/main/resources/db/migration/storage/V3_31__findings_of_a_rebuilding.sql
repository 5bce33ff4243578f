-- What was wrong with a pack that was read, so that whoever carries on after an interruption says it too.
create table storage.rebuild_finding (
    pack_id uuid not null,
    -- As JSON.
    finding text not null
);

create index rebuild_finding_pack on storage.rebuild_finding (pack_id);
