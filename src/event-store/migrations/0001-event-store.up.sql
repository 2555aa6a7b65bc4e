create table event_store.domain_events (
  id uuid primary key,
  aggregate_id varchar(255) not null,
  aggregate_type varchar(100) not null,
  event_type varchar(100) not null,
  event_version integer not null check (event_version > 0),
  event_data jsonb not null,
  metadata jsonb,
  user_id varchar(255),
  created_at timestamptz not null,
  global_position bigint not null unique
);
create unique index domain_events_aggregate on event_store.domain_events (aggregate_id, event_version);
create index domain_events_type on event_store.domain_events (event_type);
create index domain_events_created_at on event_store.domain_events (created_at);
-- Streams of one kind are listed by the prefix of their ids.
create index domain_events_first on event_store.domain_events (aggregate_type, global_position) where event_version = 1;

-- One row: the last position given out and, where events are sealed, the hash of the last event. Whoever appends updates it
-- first and so holds its lock until commit: positions become visible in their order, without gaps.
create table event_store.chain_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null,
  hash text not null
);
insert into event_store.chain_head (position, hash) values (0, '');

create table event_store.snapshots (
  aggregate_id varchar(255) primary key,
  aggregate_type varchar(100) not null,
  version integer not null,
  data jsonb not null,
  created_at timestamptz not null
);

create table event_store.checkpoints (
  subscription varchar(255) primary key,
  position bigint not null
);

create table event_store.leases (
  name varchar(255) primary key,
  holder varchar(255),
  token bigint not null,
  expires_at timestamptz not null
);
