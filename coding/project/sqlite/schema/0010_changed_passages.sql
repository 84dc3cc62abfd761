-- Passages whose words a correction has changed, until somebody accepts them.

create table changed_passages (
    id      text primary key, -- of the passage
    was     text not null,    -- the words that were marked
    made_at text not null
);
