create schema workflow;

create table workflow.read_case (
    id                      uuid primary key,
    opened                  bigint generated always as identity,
    study_id                uuid not null,
    on_arrival              boolean not null,
    process_instance        text,
    site                    text not null,
    study_instance_uid      text not null,
    patient_id              text not null,
    patient_issuer          text not null,
    patient_name            text not null,
    patient_birth_date      text not null,
    patient_sex             text not null,
    accession_number        text not null,
    modality                text not null,
    body_part               text not null,
    description             text not null,
    study_date              text not null,
    instances               integer not null,
    skill                   text not null,
    read_minutes            integer not null,
    priority                text not null check (priority in ('STAT', 'URGENT', 'ROUTINE')),
    state                   text not null check (state in ('WAITING', 'ASSIGNED', 'READING', 'PRELIMINARY', 'SIGNED', 'DELIVERED', 'ACKNOWLEDGED')),
    reader                  text,
    reason                  text not null,
    created_at              timestamptz not null,
    deadline                timestamptz not null,
    escalated_at            timestamptz,
    clinical_question       text not null,
    history                 text not null,
    late_instances          integer not null default 0,
    signed_at               timestamptz,
    signed_version          integer,
    images_after_signing_at timestamptz,
    -- A waiting case is nobody's; every other has exactly one reader.
    check ((state = 'WAITING') = (reader is null))
);

-- An arrival opens one case, however often it is told; and a study is in one person's hands at a time.
create unique index read_case_of_arrival on workflow.read_case (study_id) where on_arrival;
create unique index read_case_open on workflow.read_case (study_id) where state in ('WAITING', 'ASSIGNED', 'READING', 'PRELIMINARY');

create index read_case_of_study on workflow.read_case (study_id);
create index read_case_of_reader on workflow.read_case (reader) where state in ('ASSIGNED', 'READING', 'PRELIMINARY');
create index read_case_unread on workflow.read_case (state, deadline) where state in ('WAITING', 'ASSIGNED', 'READING', 'PRELIMINARY');
create index read_case_changed on workflow.read_case (images_after_signing_at) where images_after_signing_at is not null;
create index read_case_signed on workflow.read_case (signed_at) where signed_at is not null;
create index read_case_newest on workflow.read_case (opened desc);
create index read_case_of_site on workflow.read_case (site, opened desc);
create index read_case_of_uid on workflow.read_case (site, study_instance_uid);
create index read_case_of_accession on workflow.read_case (site, accession_number) where accession_number <> '';
create index read_case_of_patient on workflow.read_case (site, patient_id) where patient_id <> '';

-- Rows without a case are about the study itself, and belong to each of its cases.
create table workflow.ledger (
    id       bigint generated always as identity primary key,
    study_id uuid not null,
    case_id  uuid references workflow.read_case (id),
    step     text not null,
    at       timestamptz not null,
    actor    text not null,
    detail   text not null
);

create index ledger_of_case on workflow.ledger (case_id);
create unique index ledger_of_study on workflow.ledger (study_id, step, at) where case_id is null;

-- Who does not get the case: for good after declining, for a while after giving it back.
create table workflow.exclusion (
    case_id      uuid not null references workflow.read_case (id),
    reader       text not null,
    kind         text not null check (kind in ('DECLINED', 'RELEASED')),
    excluded_until timestamptz,
    primary key (case_id, reader),
    check ((kind = 'DECLINED') = (excluded_until is null))
);

-- The last ranking of each case: every reader with the reason for the place.
create table workflow.consideration (
    case_id uuid not null references workflow.read_case (id),
    place   integer not null,
    reader  text not null,
    done_at timestamptz,
    reason  text not null,
    primary key (case_id, place)
);

create table workflow.shift (
    id      uuid primary key,
    reader  text not null,
    begins  timestamptz not null,
    ends    timestamptz not null,
    unique (reader, begins, ends),
    check (begins < ends)
);

create index shift_ends on workflow.shift (ends);

create table workflow.weekly_session (
    id      uuid primary key,
    reader  text not null,
    day     smallint not null check (day between 1 and 7),
    begins  time not null,
    ends    time not null,
    unique (reader, day, begins, ends)
);

create table workflow.read_request (
    id                 uuid primary key,
    site               text not null,
    study_instance_uid text not null,
    accession_number   text not null,
    priority           text not null check (priority in ('STAT', 'URGENT', 'ROUTINE')),
    clinical_question  text not null,
    history            text not null,
    doctor             text not null,
    asked_at           timestamptz not null,
    case_id            uuid references workflow.read_case (id),
    check (study_instance_uid <> '' or accession_number <> '')
);

create unique index read_request_pending on workflow.read_request (site, study_instance_uid, accession_number) where case_id is null;
