-- Which state of the file this is, and the chain of the log.

create table revision (
    id     integer primary key check (id = 1), -- one row
    now    text not null, -- "revision:" and random hexadecimal, another one after each transaction that writes
    before text not null, -- what it was before that transaction
    copied integer not null -- 1 in a copy that nobody has changed yet
);

insert into revision (id, now, before, copied) values (1, 'revision:' || lower(hex(randomblob(16))), 'revision:' || lower(hex(randomblob(16))), 0);

-- SHA-256 over the chain of the entry before and what this entry says (see chain.go).
alter table log add column chain text not null default '';
