//! The tables of an endpoint, each with the side it speaks of and the title it stands under.

use super::anchor::Anchor;
use super::answers::{self, OfTables};
use super::context::Context;
use super::titles::{self, Titles};
use super::{links, numbers};
use crate::dialect::{Column, Dialect, Role, TypeWord};
use crate::page::{Endpoint, Item, Row, Section, Side, Table, TableKind, placement, titles as page_titles};
use crate::syntax::markdown::{self, Span, Tab};
use std::collections::BTreeSet;

/// One table and what is said about its place.
#[derive(Debug)]
pub struct TableContext<'p, 'a> {
    /// The table.
    pub table: &'p Table<'a>,
    /// The sections of its call, or all that belong to none.
    pub sections: &'p [Section<'a>],
    /// What its rows are; a title may say that they are values though its columns are those of fields.
    pub kind: TableKind,
    /// The half of the call.
    pub side: Side,
    /// The role heading above it.
    pub role: Role,
    /// Titles that may name its parent: caption, then heading; empty for the root of the side.
    pub titles: Titles,
    /// The text of the title as written.
    pub title: &'p str,
    /// The heading or caption.
    pub origin: Span,
    /// A second table under one heading goes on with the first unless a caption names it.
    pub continues: bool,
    /// Whether the line above it, below another table, is none that titles more of what that one lists.
    pub is_foreign: bool,
    /// Whether it stands right below the table above it, without a line between them.
    pub follows: bool,
    /// Which alternative of its structure the table describes, or the alternative it stands below.
    pub variant: Option<String>,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// Whether the body is a list of what it describes.
    pub is_list_body: bool,
    /// Whether the heading above it says that its arguments travel in cookies.
    pub of_cookies: bool,
    /// The role heading above it, and the words behind its role: `Single` of `Request Parameters (Single)`.
    qualified: (&'p str, Option<&'p str>),
    /// What must be sent where a sentence says that all other arguments may be left out.
    pub all_optional_but: Option<Vec<String>>,
}

/// All tables of the sides, in file order.
pub fn read<'p, 'a>(endpoint: &'p Endpoint<'a>, context: Context<'_>) -> Vec<TableContext<'p, 'a>> {
    let mut tables = read_sections(&endpoint.sections, context, side);
    let told = || endpoint.sections.iter().filter(|section| section.describes_call());
    let but = told().filter_map(|section| answers::all_optional_but(section, context.dialect)).next();
    let sent = tables.iter_mut().filter(|of_page| of_page.side == Side::Request && of_page.titles.is_empty());
    sent.filter(|of_page| of_page.all_optional_but.is_none())
        .for_each(|of_page| of_page.all_optional_but.clone_from(&but));
    let tells = |of_page: &TableContext<'_, '_>| {
        told().any(|section| answers::tells_list_body(section, of_page.table, context.dialect))
    };
    let is_body = |of_page: &&mut TableContext<'_, '_>| {
        of_page.role == Role::BodyParams && of_page.kind == TableKind::Fields && of_page.titles.is_empty()
    };
    tables.iter_mut().filter(is_body).for_each(|of_page| of_page.is_list_body |= tells(of_page));
    tables
}

/// All tables of sections that belong to no call; they serve both sides.
pub fn outside<'p, 'a>(sections: &'p [Section<'a>], context: Context<'_>) -> Vec<TableContext<'p, 'a>> {
    let side =
        |_: &Section<'_>, table: &Table<'_>| (table.kind != TableKind::ErrorCodes).then_some(Side::None);
    read_sections(sections, context, side)
}

/// The half of a call that a table speaks of.
fn side(section: &Section<'_>, table: &Table<'_>) -> Option<Side> {
    match (section.side, section.role) {
        _ if table.kind == TableKind::ErrorCodes => None,
        // The address section may carry the table of its placeholders.
        (Side::None, Role::Url | Role::Method) if table.kind == TableKind::Fields => Some(Side::Request),
        // Types that stand apart serve both sides.
        (Side::None, Role::Types) => Some(Side::None),
        (Side::None, _) => None,
        (side, _) => Some(side),
    }
}

fn read_sections<'p, 'a>(
    sections: &'p [Section<'a>],
    context: Context<'_>,
    side: impl Fn(&Section<'_>, &Table<'_>) -> Option<Side>,
) -> Vec<TableContext<'p, 'a>> {
    let mut tables = Vec::new();
    let mut scope: Scope<'p, '_> = Scope { tabs: tabs(sections, context), ..Scope::default() };
    let mut is_list = false;
    for section in sections {
        let heading = scope.enter(section, context.dialect);
        is_list = if section.nested { is_list } else { answers::opens_list_body(section, context.dialect) };
        let (mut seen, mut below, mut said) = (0, false, None);
        for item in &section.items {
            let follows = std::mem::replace(&mut below, matches!(item, Item::Table(_)));
            let Item::Table(table) = item else { continue };
            let Some(side) = side(section, table) else { continue };
            let said = said.get_or_insert_with(|| OfTables::read(section, context.dialect));
            let place = (section, table, side, &*said);
            let mut of_page = table_context(place, &heading, seen, &mut scope, context);
            of_page.sections = sections;
            of_page.is_list_body |= is_list && of_page.kind == TableKind::Fields && of_page.titles.is_empty();
            of_page.follows = follows && seen > 0 && of_page.title.is_empty();
            seen += usize::from(of_page.kind == TableKind::Fields);
            tables.push(of_page);
        }
    }
    qualified(&mut tables, context.dialect);
    of_types(&mut tables);
    tables
}

/// Tables of names and values under the name of a type that a row gives list the values of that type.
fn of_types(tables: &mut [TableContext<'_, '_>]) {
    let names_type = |row: Row<'_>, name: &str| {
        let words = row.cell(Column::Type).map_or("", |cell| cell.text.as_ref());
        words.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
    };
    for at in 0..tables.len() {
        let (TableKind::NamedValues, [path]) = (tables[at].kind, &*tables[at].titles) else { continue };
        let Some(name) = path.last().filter(|_| path.len() == 1) else { continue };
        if tables.iter().any(|other| other.table.rows().any(|row| names_type(row, name))) {
            tables[at].kind = TableKind::Values;
        }
    }
}

/// Sections of one role whose titles differ in the words behind it describe alternatives; words that are the name or the type
/// of a field are the title of its table.
fn qualified(tables: &mut [TableContext<'_, '_>], dialect: &Dialect) {
    fn place<'p>(of_page: &TableContext<'p, '_>) -> Option<(Side, Role, &'p str)> {
        Some((of_page.side, of_page.role, of_page.qualified.1?))
    }
    let all: BTreeSet<(Side, Role, &str)> = tables.iter().filter_map(place).collect();
    let (named, told): (BTreeSet<_>, BTreeSet<_>) =
        all.into_iter().partition(|place| tables.iter().any(|of_page| has_field(of_page, place.2, dialect)));
    for of_page in tables.iter_mut().filter(|of_page| of_page.variant.is_none()) {
        let Some(own) = place(of_page) else { continue };
        let is_told = told.iter().any(|it| it.0 == own.0 && it.1 == own.1 && it.2 != own.2);
        match () {
            () if named.contains(&own) && of_page.titles.is_empty() => {
                of_page.titles = titles::parse(own.2, dialect);
            }
            () if is_told && told.contains(&own) => of_page.variant = Some(own.2.to_owned()),
            () => continue,
        }
        if of_page.title.is_empty() {
            of_page.title = of_page.qualified.0;
        }
    }
}

/// Whether a table that stands elsewhere has a field of that name, which may hold an object, or of that type.
fn has_field(of_page: &TableContext<'_, '_>, words: &str, dialect: &Dialect) -> bool {
    let is_it = |text: &str| text.eq_ignore_ascii_case(words);
    let of_type = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_it);
    let may_hold = |text: &str| {
        use TypeWord::{Any, List, Map, Object};
        matches!(dialect.types.get(text), None | Some(Any | List | Map | Object))
    };
    let is_field = |row: Row<'_>| {
        let ty = row.cell(Column::Type).map_or("", |cell| &cell.text);
        is_it(&row.name().text) && may_hold(ty) || of_type(ty)
    };
    of_page.qualified.1 != Some(words) && of_page.table.rows().any(is_field)
}

/// The tabs around the sections whose labels tell alternatives.
fn tabs<'t>(sections: &[Section<'_>], context: Context<'t>) -> Vec<Tab<'t>> {
    let (Some(first), Some(last)) = (sections.first(), sections.last()) else { return Vec::new() };
    let end = last.items.iter().map(|item| match item {
        Item::Table(table) => table.span.end,
        Item::Code { body, .. } => body.end,
        Item::Lines(lines) => lines.last().map_or(0, |line| line.span.end),
    });
    let part = Span::new(first.span.start, end.max().unwrap_or(last.span.end).max(last.span.end));
    let mut tabs = markdown::tabs(&context.file.text, part);
    // `Request` beside `Response` is no alternative.
    tabs.retain(|tab| context.dialect.sections.get(tab.label).is_none());
    tabs
}

impl<'p> TableContext<'p, '_> {
    /// Whether the line above it says that its rows are parts of one structure: `allOf`.
    pub fn lists_parts(&self, dialect: &Dialect) -> bool {
        self.table.caption.as_ref().is_some_and(|line| dialect.tells_parts(&line.text))
    }

    /// The role heading above it.
    pub fn section(&self) -> &'p str {
        self.qualified.0
    }
}

/// Rows of all tables.
pub fn rows(tables: &[TableContext<'_, '_>]) -> usize {
    tables.iter().flat_map(|of_page| &of_page.table.rows).map(|row| row.count).sum()
}

/// What the headings above say about those below.
#[derive(Debug, Default)]
struct Scope<'p, 't> {
    /// The heading of the section, until somebody asks which alternative it tells: most sections have no tables.
    unread: Option<&'p str>,
    /// The alternative that is being described.
    variant: Option<String>,
    /// Titles above, with their levels.
    owners: Vec<(u8, Titles)>,
    /// Titles of the last alternative, for its siblings.
    sibling: Option<(u8, Titles)>,
    /// The label of the tab that a table stands in.
    tab: Option<String>,
    /// The tabs of the page.
    tabs: Vec<Tab<'t>>,
    /// The last role heading, and the words behind its role.
    qualified: (&'p str, Option<&'p str>),
}

/// Level of a bold caption: below every heading.
const CAPTION: u8 = 8;

impl<'p> Scope<'p, '_> {
    fn enter(&mut self, section: &'p Section<'_>, dialect: &Dialect) -> Titles {
        if !section.nested {
            let tabs = std::mem::take(&mut self.tabs);
            let qualified = (section.heading.as_ref(), page_titles::qualifier(&section.heading, dialect));
            *self = Self { unread: Some(&section.heading), tabs, qualified, ..Self::default() };
            return Titles::default();
        }
        let heading = &section.heading;
        match titles::variant(heading, dialect) {
            Some(told) => self.alternative(told, section.level, dialect),
            None => self.owner(titles::parse(heading, dialect), section.level),
        }
    }

    /// The alternative that is being described at a place of the page.
    fn variant(&mut self, at: usize, dialect: &Dialect) -> Option<&String> {
        self.tab = None;
        if let Some(tab) = self.tabs.iter().find(|tab| tab.span.start <= at && at < tab.span.end) {
            self.tab = Some(tab.label.to_owned());
            return self.tab.as_ref();
        }
        if let Some(heading) = self.unread.take() {
            self.variant = titles::variant(heading, dialect).map(|(word, _)| word);
        }
        self.variant.as_ref()
    }

    /// A title that names what lies below it.
    fn owner(&mut self, paths: Titles, level: u8) -> Titles {
        self.owners.retain(|(above, _)| *above < level);
        self.owners.push((level, paths.clone()));
        paths
    }

    /// A title that tells an alternative of what the rest of it names, or of what stands above it.
    fn alternative(&mut self, (word, rest): (String, String), level: u8, dialect: &Dialect) -> Titles {
        let mut paths = if rest.is_empty() { Titles::default() } else { titles::parse(&rest, dialect) };
        if paths.is_empty() {
            let sibling = self.sibling.as_ref().filter(|(beside, _)| *beside == level);
            let owner = self.owners.iter().rev().find(|(above, _)| *above < level);
            paths = sibling.or(owner).map(|(_, paths)| paths.clone()).unwrap_or_default();
        }
        self.sibling = Some((level, paths.clone()));
        (self.unread, self.variant) = (None, Some(word));
        paths
    }
}

fn table_context<'p, 'a>(
    (section, table, side, said): (&'p Section<'a>, &'p Table<'a>, Side, &OfTables<'_>),
    heading: &Titles,
    seen: usize,
    scope: &mut Scope<'p, '_>,
    context: Context<'_>,
) -> TableContext<'p, 'a> {
    let (dialect, page) = (context.dialect, context.file.id);
    let variant = scope.variant(table.span.start, dialect).cloned();
    let mut anchors: Vec<Anchor> = links::named(&table.anchors, page).collect();
    if (section.nested || side == Side::None) && seen == 0 {
        anchors.extend(links::anchors(section, page));
    }
    let heading_number = || numbers::of_title(&section.heading, dialect).filter(|_| seen == 0);
    let number = table.caption.as_ref().and_then(|line| numbers::of_title(&line.text, dialect));
    let is_numbered = number.is_some();
    anchors.extend(number.or_else(heading_number).map(|number| Anchor::numbered(page, &number)));
    let mut of_page = TableContext {
        sections: &[],
        table,
        kind: table.kind,
        side,
        role: section.role,
        titles: Titles::default(),
        title: "",
        origin: if section.level > 0 { section.span } else { table.span },
        continues: seen > 0 && variant.is_some() && scope.tab.is_none(),
        is_foreign: false,
        follows: false,
        variant,
        anchors,
        is_list_body: table.kind == TableKind::Fields && (lists_elements(table) || said.is_list_body(table)),
        of_cookies: side == Side::Request && is_of_cookies(section, context),
        qualified: scope.qualified,
        all_optional_but: said.all_optional_but.clone().filter(|_| side == Side::Request),
    };
    if let Some(line) = table.caption.as_ref().filter(|_| seen > 0 && is_numbered) {
        of_page.origin = line.span;
    }
    if section.nested {
        of_page.titles = heading.clone();
        of_page.title = &section.heading;
        of_page.continues = seen > 0 && scope.tab.is_none();
    }
    caption(&mut of_page, seen, scope, dialect);
    of_page.is_foreign = seen > 0 && !section.nested && is_foreign(&of_page, dialect);
    if let Some(field) = dialect.values_of(of_page.title) {
        of_page.titles = Titles::name(field);
        of_page.kind = TableKind::Values;
    }
    of_page
}

/// `[].id`, `[*].name`: whether the names of all rows begin with the mark of a list.
fn lists_elements(table: &Table<'_>) -> bool {
    let is_below = |row: Row<'_>| {
        let inside = row.name().text.strip_prefix('[').and_then(|rest| rest.split_once("]."));
        inside.is_some_and(|(index, name)| index.len() <= 1 && !name.is_empty())
    };
    table.rows().next().is_some() && table.rows().all(is_below)
}

/// Whether the heading of a section says that arguments travel in cookies.
fn is_of_cookies(section: &Section<'_>, context: Context<'_>) -> bool {
    let line = context.text(section.span).lines().next().unwrap_or_default();
    let title = line.trim_matches(|c: char| c.is_whitespace() || "#*:：".contains(c));
    context.dialect.is_cookie(page_titles::unnumbered(title))
}

/// Whether the line above a table has no word by which it would list more of what stands above.
fn is_foreign(of_page: &TableContext<'_, '_>, dialect: &Dialect) -> bool {
    let nesting = &dialect.nesting;
    let own: &[String] = if of_page.side == Side::Response { &nesting.answers } else { &nesting.requests };
    let Some(line) = of_page.table.caption.as_ref() else { return false };
    of_page.kind == TableKind::Fields
        && of_page.titles.is_empty()
        && !placement::has_word(&line.text, own)
        && !placement::has_word(&line.text, &nesting.members)
}

/// The line above a table names it when a heading did not, or when it tells an alternative.
fn caption(of_page: &mut TableContext<'_, '_>, seen: usize, scope: &mut Scope<'_, '_>, dialect: &Dialect) {
    let table = of_page.table;
    let Some(line) = table.caption.as_ref().filter(|line| line.text.chars().count() < 60) else {
        return;
    };
    if dialect.tells_parts(&line.text) {
        return;
    }
    let is_of_types = of_page.role == Role::Types && of_page.titles.is_empty();
    let paths = match titles::variant(&line.text, dialect) {
        Some(told) => scope.alternative(told, CAPTION, dialect),
        None if seen == 0 && of_page.table.kind == TableKind::Fields && !is_of_types => return,
        None => {
            let paths = titles::parse(&line.text, dialect);
            // A line of Chinese above a table introduces it; only a name of the wire names it.
            if !paths.iter().flatten().all(|segment| segment.is_ascii()) {
                return;
            }
            let paths = scope.owner(paths, CAPTION);
            if paths.is_empty() {
                return;
            }
            paths
        }
    };
    of_page.title = &line.text;
    of_page.origin = line.span;
    of_page.titles = paths;
    of_page.continues = false;
    of_page.variant = scope.tab.as_ref().or(scope.variant.as_ref()).cloned();
}
