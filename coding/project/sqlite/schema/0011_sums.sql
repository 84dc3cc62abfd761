-- A checksum of all other columns of a row (package project, sum.go). Imported files have
-- none, since they are kept under their SHA-256, and neither has the revision.

alter table project add column sum integer;
alter table texts add column sum integer;
alter table cases add column sum integer;
alter table organisations add column sum integer;
alter table participants add column sum integer;
alter table sources add column sum integer;
alter table speakers add column sum integer;
alter table said add column sum integer;
alter table themes add column sum integer;
alter table merged_themes add column sum integer;
alter table coders add column sum integer;
alter table passages add column sum integer;
alter table tags add column sum integer;
alter table changed_passages add column sum integer;
alter table memos add column sum integer;
alter table links add column sum integer;
alter table queries add column sum integer;
alter table readings add column sum integer;
alter table rejections add column sum integer;
alter table summaries add column sum integer;
alter table preserved add column sum integer;
alter table log add column sum integer;
