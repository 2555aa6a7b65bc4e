create table execution_service.executions (
  id varchar(64) primary key,
  version integer not null,
  user_id varchar(255) not null,
  workflow_id varchar(64) not null,
  workflow_version integer not null,
  status varchar(16) not null,
  requested_at timestamptz not null,
  finished_at timestamptz
);
create index executions_of_user on execution_service.executions (user_id, requested_at desc, id desc);
-- What a crash left behind is looked for every few seconds; there are few of them among many.
create index executions_unfinished on execution_service.executions (requested_at) where finished_at is null;

create table execution_service.reservations (
  execution_id varchar(64) primary key,
  user_id varchar(255) not null
);
create index reservations_of_user on execution_service.reservations (user_id);

create table execution_service.results (
  execution_id varchar(64) primary key,
  outputs jsonb not null,
  saved_at timestamptz not null
);
