-- Texts, originals and what is computed from texts never change and are not in
-- the log. All other tables have one key, id, so that the log can hold any of
-- their rows before and after an edit.

create table project (
    id      text primary key,
    title   text not null,
    created text not null
);

create table originals (
    sha256 text primary key,
    bytes  blob not null
);

create table texts (
    id         text primary key,
    body       text not null,
    layout     text not null, -- how speakers were told apart
    turns      blob not null, -- see codec.go
    words      blob not null
);

create table cases (
    id          text primary key,
    name        text not null unique,
    description text not null,
    attributes  text not null -- JSON object
);

create table organisations (
    id         text primary key,
    name       text not null unique,
    kind       text not null,
    cases      text not null, -- JSON list of ids
    attributes text not null
);

create table participants (
    id           text primary key,
    name         text not null unique,
    role         text not null,
    organisation text references organisations (id),
    aliases      text not null, -- JSON list
    attributes   text not null
);

create table sources (
    id           text primary key,
    position     integer not null, -- in the order of import
    name         text not null unique,
    type         text not null,
    case_study   text references cases (id),
    organisation text references organisations (id),
    date         text not null,
    language     text not null,
    attributes   text not null,
    text         text not null references texts (id),
    file         text not null,
    media_type   text not null,
    sha256       text not null references originals (sha256)
);

create table speakers (
    id          text primary key, -- text/number
    text        text not null references texts (id),
    number      integer not null,
    label       text not null,
    participant text not null references participants (id)
);

create table themes (
    id         text primary key,
    parent     text not null, -- '' at the top: null would let doubles in
    name       text not null,
    definition text not null,
    include    text not null,
    exclude    text not null,
    example    text not null,
    colour     text not null,
    position   integer not null,
    unique (parent, name)
);

create table coders (
    id   text primary key,
    name text not null unique
);

create table passages (
    id         text primary key,
    text       text not null references texts (id),
    start_byte integer not null,
    end_byte   integer not null,
    quote      text not null,
    before     text not null, -- 32 runes on each side
    after      text not null,
    unique (text, start_byte, end_byte)
);

create table tags (
    id      text primary key,
    passage text not null references passages (id),
    theme   text not null references themes (id),
    coder   text not null references coders (id),
    made_at text not null,
    weight  double precision not null, -- 0 is none
    about   text not null, -- an organisation's id, '' for none
    unique (passage, theme, coder, about)
);

create index tags_theme on tags (theme);

create table memos (
    id      text primary key,
    on_id   text not null,
    coder   text not null references coders (id),
    made_at text not null,
    text    text not null
);

create index memos_on on memos (on_id);

create table log (
    number  integer primary key,
    step    integer not null, -- number of the first edit of the same command
    made_at text not null,
    coder   text not null,
    what    text not null,
    undoes  integer not null, -- the step that this one takes back, 0 for none
    rows    blob not null     -- see journal.go
);
