-- What the doctor says of an exam that is still to be made: for the worklist of the device that makes it. Empty: not said.
alter table workflow.read_request
    add column patient_id            text not null default '',
    add column patient_issuer        text not null default '',
    add column patient_name          text not null default '',
    add column patient_birth_date    text not null default '',
    add column patient_sex           text not null default '',
    add column modality              text not null default '',
    add column procedure_description text not null default '',
    add column scheduled_at          timestamptz;
