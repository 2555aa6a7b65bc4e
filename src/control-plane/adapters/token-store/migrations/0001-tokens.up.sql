create table sluice.tokens (
  id text primary key,
  name text not null,
  role text not null check (role in ('viewer', 'ci', 'operator', 'admin')),
  secret_hash text not null,
  created_at_ms bigint not null,
  created_by text not null,
  expires_at_ms bigint,
  revoked_at_ms bigint,
  revoked_by text
);
