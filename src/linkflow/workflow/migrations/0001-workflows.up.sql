create table read_models.workflows (
  id varchar(64) primary key,
  version integer not null,
  user_id varchar(255) not null,
  name text not null,
  description text not null,
  status varchar(16) not null,
  nodes jsonb not null,
  connections jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- Lists are pages of one owner's workflows, newest first. Deleted ones stay as rows, so that a late event can't bring them back.
create index workflows_of_owner on read_models.workflows (user_id, created_at desc, id desc) where status <> 'deleted';
