-- The ledger of operations with outcome = VERIFY or an idempotency key (H2).
create table locking_ledger (
  op_key      char(64)     not null primary key,
  operation   varchar(200) not null,
  fingerprint char(64)     not null,
  execution   char(36)     not null,
  result      character large object,
  created_at  timestamp with time zone default current_timestamp not null,
  expires_at  bigint       not null -- milliseconds since 1970
);
create index locking_ledger_expires on locking_ledger (expires_at);
