-- Locks of exclusive groups across JVMs, for databases without lock functions (H2). Two rows per lock: one to be locked,
-- and one that says who has it, which others can read meanwhile. Old rows can be deleted at any time.
create table locking_group (
  lock_key char(64)     not null primary key,
  owner    varchar(200),
  since    bigint       not null -- milliseconds since 1970
);
