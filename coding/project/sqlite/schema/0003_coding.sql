-- What a codebook goes through, notes on how things bear on each other, and what
-- coders have looked at.

alter table themes add column kind text not null default '';
alter table themes add column archived integer not null default 0;
alter table themes add column made_at text not null default '';      -- '' where nobody noted it
alter table themes add column described_at text not null default ''; -- when what describes it last changed

-- A theme that was made one with another, and is not in themes any more.
create table merged_themes (
    id      text primary key,
    path    text not null,
    into_id text not null references themes (id),
    made_at text not null
);

alter table tags add column suggested integer not null default 0; -- proposed by a classifier

create table links (
    id      text primary key,
    from_id text not null, -- themes, passages and cases
    to_id   text not null,
    kind    text not null,
    note    text not null,
    coder   text not null references coders (id),
    made_at text not null,
    unique (from_id, to_id, kind)
);

create index links_to on links (to_id);

create table queries (
    id         text primary key,
    name       text not null unique,
    expression text not null
);

create table readings (
    id      text primary key, -- source/coder
    source  text not null references sources (id),
    coder   text not null references coders (id),
    state   text not null,
    turn    integer not null, -- last one read, from 1
    made_at text not null
);

create table rejections (
    id     text primary key,
    theme  text not null references themes (id),
    source text not null references sources (id),
    words  text not null, -- a hash, see coding.WordsKey
    coder  text not null references coders (id),
    unique (theme, source, words, coder)
);

-- Another name of a coder: what is done under it is theirs.
alter table coders add column alias_of text not null default '';

-- Whose a text is stands behind its words in a row; this spares reading them.
create index texts_id_source on texts (id, source);

create index tags_coder on tags (coder);
create index memos_coder on memos (coder);
