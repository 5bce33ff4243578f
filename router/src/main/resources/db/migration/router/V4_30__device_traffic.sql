-- What each device has done since it was first let in.
create table router.device (
    ae_title         text primary key,
    last_seen_at     timestamptz not null,
    last_instance_at timestamptz,
    instances        bigint not null,
    bytes            bigint not null,
    refused          bigint not null,
    refused_at       timestamptz,
    refused_status   text,
    refused_comment  text
);

-- What it does now, as each process that it is connected to says every few seconds.
create table router.device_traffic (
    process              uuid not null,
    ae_title             text not null,
    site                 text not null,
    open_associations    integer not null,
    instances_per_minute double precision not null,
    bytes_per_second     double precision not null,
    written_at           timestamptz not null,
    primary key (process, ae_title, site)
);
