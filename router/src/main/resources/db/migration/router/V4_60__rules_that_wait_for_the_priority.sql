-- Studies whose priority nobody has said yet, while rules ask for one. At judge_at they count as routine.
create table router.undecided (
    study_id uuid primary key,
    judge_at timestamptz not null
);

create index undecided_judge_at on router.undecided (judge_at);
