-- The printed form of a version, as it was delivered.
create table report.document (
    version_id uuid primary key references report.report_version,
    pdf        bytea not null,
    printed_at timestamptz not null default now()
);

create trigger document_never_changes
    before update or delete on report.document
    for each row execute function report.refuse_change();

create trigger document_never_emptied
    before truncate on report.document
    for each statement execute function report.refuse_change();
