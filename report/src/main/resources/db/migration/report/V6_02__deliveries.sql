create table report.delivery (
    id              uuid primary key,
    case_id         uuid not null,
    version_id      uuid not null references report.report_version,
    version         integer not null,
    recipient_site  text not null,
    road            text not null,
    state           text not null check (state in ('QUEUED', 'DELIVERED', 'ACKNOWLEDGED', 'DEAD')),
    attempts        integer not null default 0,
    last_error      text,
    queued_at       timestamptz not null,
    next_try_at     timestamptz not null,
    delivered_at    timestamptz check ((delivered_at is not null) = (state in ('DELIVERED', 'ACKNOWLEDGED'))),
    acknowledged_at timestamptz check ((acknowledged_at is not null) = (state = 'ACKNOWLEDGED')),
    acknowledged_by text check ((acknowledged_by is not null) = (state = 'ACKNOWLEDGED')),
    unique (version_id, recipient_site, road)
);

create index delivery_of_case on report.delivery (case_id);
create index delivery_due on report.delivery (next_try_at) where state = 'QUEUED';

-- What a site finds on its page: put there in the same transaction that marks the delivery delivered.
create table report.inbox (
    delivery_id uuid primary key references report.delivery,
    site        text not null,
    case_id     uuid not null,
    version_id  uuid not null references report.report_version,
    put_at      timestamptz not null
);

create index inbox_of_site on report.inbox (site, put_at);
