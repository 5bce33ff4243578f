-- Where the hub calls a device, for those that it may call.
alter table registry.device
    add column called_host text,
    add column called_port integer check (called_port between 1 and 65535),
    add check ((called_host is null) = (called_port is null));
