-- Whether the hub calls the device over TLS where it listens.
alter table registry.device add column called_over_tls boolean not null default false;
