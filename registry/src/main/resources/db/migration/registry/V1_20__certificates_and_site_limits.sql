-- SHA-256 fingerprints in lower-case hex. None: the device may call without TLS, or with any certificate that the hub trusts.
alter table registry.device add column certificates text[] not null default '{}';

-- How many associations the site's devices may have open at once; null: as many as the hub allows every site.
alter table registry.site add column most_associations integer check (most_associations between 1 and 10000);
