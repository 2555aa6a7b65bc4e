create table auth_service.credentials (
  user_id varchar(64) primary key,
  email varchar(254) not null unique,
  password_hash text not null,
  created_at timestamptz not null,
  -- Whether the event of the registration is in the event store: the row comes first, because it alone can say that an e-mail is taken.
  announced boolean not null default false
);
create index credentials_unannounced on auth_service.credentials (user_id) where not announced;
