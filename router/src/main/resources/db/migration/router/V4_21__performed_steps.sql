-- Modality performed procedure steps, each as its device last described it: a data set in Explicit VR Little Endian and UTF-8.
create table router.performed_step (
    site       text not null,
    uid        text not null,
    ae_title   text not null,
    state      text not null check (state in ('IN_PROGRESS', 'COMPLETED', 'DISCONTINUED')),
    data_set   bytea not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (site, uid)
);
