create schema report;

create table report.draft (
    case_id    uuid primary key,
    findings   text not null,
    impression text not null,
    critical   boolean not null,
    revision   bigint not null check (revision > 0),
    author     text not null,
    saved_at   timestamptz not null
);

-- What was issued. The canonical text is the very text that was digested and signed; the columns beside it are its
-- parts, for queries.
create table report.report_version (
    id         uuid primary key,
    case_id    uuid not null,
    number     integer not null check (number > 0),
    kind       text not null check (kind in ('PRELIMINARY', 'FINAL', 'ADDENDUM')),
    findings   text not null,
    impression text not null,
    critical   boolean not null,
    author     text not null,
    at         timestamptz not null,
    canonical  text not null,
    sha256     text not null check (sha256 = encode(sha256(convert_to(canonical, 'UTF8')), 'hex')),
    unique (case_id, number)
);

-- Whatever two processes do at once: a case has one final report.
create unique index report_version_one_final on report.report_version (case_id) where kind = 'FINAL';

create function report.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.% never changes', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger report_version_never_changes
    before update or delete on report.report_version
    for each row execute function report.refuse_change();

create trigger report_version_never_emptied
    before truncate on report.report_version
    for each statement execute function report.refuse_change();

-- Wrong passwords at signing, so that guessing is slow on every process of the hub and after a restart.
create table report.signing_guard (
    person    text primary key,
    wrong_at  timestamptz[] not null default '{}'
);
