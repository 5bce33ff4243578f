-- Patients page by page: identity is per issuer, and where none is named, per hospital.
create index study_patient on storage.study
    (patient_id collate "C", issuer collate "C", (case when issuer = '' then site else '' end) collate "C");
