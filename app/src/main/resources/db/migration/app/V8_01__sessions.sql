create schema app;

-- The tables that Spring Session keeps sign-ins in: they outlive a restart, and every process of the hub sees them.
create table app.session (
    primary_id            char(36) primary key,
    session_id            char(36) not null unique,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    max_inactive_interval int not null,
    expiry_time           bigint not null,
    principal_name        varchar(100)
);
create index session_expiry on app.session (expiry_time);
create index session_principal on app.session (principal_name);

create table app.session_attributes (
    session_primary_id char(36) not null references app.session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea not null,
    primary key (session_primary_id, attribute_name)
);
