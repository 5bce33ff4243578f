create schema audit;

create table audit.entry (
    number        bigint primary key check (number > 0),
    at            timestamptz not null,
    actor         text not null,
    action        text not null,
    success       boolean not null,
    site          text not null,
    object        text not null,
    detail        text not null,
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash          bytea not null check (length(hash) = 32)
);

create index entry_about on audit.entry (object, number desc) where object <> '';

-- The end of the chain: whoever appends holds this row, in whichever process; and a tail that was cut off shows against it.
create table audit.head (
    single boolean primary key default true check (single),
    number bigint not null,
    hash   bytea not null check (length(hash) = 32)
) with (fillfactor = 10);

insert into audit.head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the access trail is append-only: % on % refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create function audit.only_forward() returns trigger language plpgsql as $$
begin
    if new.number <= old.number then
        raise exception 'the access trail is append-only: its end cannot move back'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create trigger entry_is_for_ever before update or delete on audit.entry
    for each row execute function audit.refuse();
create trigger entries_are_for_ever before truncate on audit.entry
    for each statement execute function audit.refuse();
create trigger head_moves_forward before update on audit.head
    for each row execute function audit.only_forward();
create trigger head_stays before delete on audit.head
    for each row execute function audit.refuse();
create trigger head_is_for_ever before truncate on audit.head
    for each statement execute function audit.refuse();
