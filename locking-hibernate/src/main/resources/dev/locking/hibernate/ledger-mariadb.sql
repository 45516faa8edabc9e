-- The ledger of operations with outcome = VERIFY or an idempotency key (MariaDB, MySQL).
create table locking_ledger (
  op_key      char(64)     not null primary key,
  operation   varchar(200) not null,
  fingerprint char(64)     not null,
  execution   char(36)     not null,
  result      longtext,
  created_at  datetime(6) not null default current_timestamp(6),
  expires_at  bigint       not null -- milliseconds since 1970
) engine = InnoDB default character set utf8mb4;
create index locking_ledger_expires on locking_ledger (expires_at);
