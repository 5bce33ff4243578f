-- What a device may store with over the web. Of a token only its digest is kept; what was revoked stays, as a record.
create table registry.device_token (
    hash       bytea primary key,
    ae_title   text not null references registry.device (ae_title),
    name       text not null,
    issued_at  timestamptz not null,
    issued_by  text not null,
    revoked_at timestamptz,
    unique (ae_title, name)
);
