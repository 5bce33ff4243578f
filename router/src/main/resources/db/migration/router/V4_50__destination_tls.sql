-- Whether a DICOM destination is called over TLS, and the SHA-256 fingerprint of the one certificate that it has to show, if one is agreed on.
alter table router.destination add column tls boolean not null default false;
alter table router.destination add column certificate text;
alter table router.destination add check (certificate is null or tls);
