create schema router;

create table router.refused_call (
    calling_ae_title text not null,
    called_ae_title  text not null,
    address          text not null,
    reason           text not null,
    calls            bigint not null,
    first_at         timestamptz not null,
    last_at          timestamptz not null,
    alerted_at       timestamptz not null,
    primary key (calling_ae_title, called_ae_title, address, reason)
);

create index refused_call_latest on router.refused_call (last_at desc);
