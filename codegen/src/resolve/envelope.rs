//! Roots: the request parameters, the envelope and the payload; credentials and transport headers aside.

use super::tree::{Object, ObjectId, Payload, State, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::words::normalize;
use crate::lower::Context;
use crate::lower::draft::{Field, Type};
use crate::model::{self, Fact, Location, Origin, Witness};
use crate::page::{Side, routes};
use crate::policy::{Claim, LOCATION, SPELLED, Votes};
use smol_str::{SmolStr, format_smolstr};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

/// Where the payload stands, before every table is attached.
pub enum Place {
    /// No table speaks of one.
    Nowhere,
    /// It is the only field of the response's root object, under this name.
    Member(ObjectId, String),
    /// It is the response's root object itself; samples may show a member of this name around it.
    Body(ObjectId, String),
}

/// Splits the roots: credentials out of the request, the payload out of the envelope.
///
/// `answer` is the object whose only field is the whole answer, where a table says so.
pub fn settle(tree: &mut Tree<'_>, answer: Option<ObjectId>, context: Context<'_>) -> Place {
    request(tree, context);
    match (response(tree, context), answer) {
        (Place::Nowhere, Some(answer)) => Place::Member(answer, String::new()),
        (place, _) => place,
    }
}

/// The payload as a field in an object of its own, now that every table is attached.
pub fn hold(tree: &mut Tree<'_>, place: Place) {
    tree.payload = match place {
        Place::Nowhere => Payload::default(),
        Place::Member(root, member) => {
            let field = &mut tree.objects[root].fields[0];
            let place = field.origin;
            field.votes.cast(Fact::Member, Witness::Table, called(&member), place);
            Payload { member, holder: Some(root), ..Payload::default() }
        }
        Place::Body(root, member) => {
            let origin = tree.objects[root].origin;
            let one = Type::Child(root);
            let ty = if tree.objects[root].is_list { Type::list(one) } else { one };
            let mut field = Field { name: member.as_str().into(), ty, origin, ..Field::default() };
            // The table lists the payload's own fields: what is around them is the dialect's to say.
            field.votes.cast(Fact::Member, Witness::Dialect, called(&member), origin);
            let holder = Object {
                side: Side::Response,
                state: State::Attached,
                origin,
                fields: vec![field].into(),
                ..Object::default()
            };
            Payload { member, holder: Some(tree.add(holder)), is_body: true, ..Payload::default() }
        }
    };
}

/// The payload's member as votes call it.
pub fn called(member: &str) -> SmolStr {
    if member.is_empty() { SmolStr::new_static("the whole answer") } else { member.into() }
}

fn request(tree: &mut Tree<'_>, context: Context<'_>) {
    // A page without request parameters says so as a whole.
    let origin = tree.endpoint.origins.first().copied().unwrap_or_default();
    let request = tree.root(Side::Request).unwrap_or_else(|| {
        tree.add(Object { side: Side::Request, state: State::Root, origin, ..Object::default() })
    });
    tree.request = request;
    let envelope = &context.dialect.envelope;
    let is_ours = |field: &Field| {
        let listed = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(&field.name));
        listed(&envelope.credentials) || field.location == Location::Header && listed(&envelope.headers)
    };
    // What stands in the path is an argument, whatever its name.
    let (path, host) = (tree.endpoint.path.clone(), tree.endpoint.host.clone());
    let in_path = [routes::placeholders(&path), routes::placeholders(&host)].concat();
    let ours = tree.objects[request]
        .fields
        .extract_if(.., |field| is_ours(field) && !in_path.contains(&field.name.as_str()));
    tree.endpoint.credentials = ours.map(Field::flat).collect();
    place_in_path(tree);
    place_in_query(tree, context);
}

/// An argument that the route has in its query travels there; one without a row gets one.
fn place_in_query(tree: &mut Tree<'_>, context: Context<'_>) {
    let names: Vec<String> = tree.query.iter().map(|argument| argument.name.clone()).collect();
    let named = path_vote(tree);
    let credentials = &context.dialect.envelope.credentials;
    for name in names.iter().filter(|name| !credentials.iter().any(|own| own.eq_ignore_ascii_case(name))) {
        let mut fields = tree.objects[tree.request].fields.each_mut();
        // `filter[name]` may be a member of the argument `filter`.
        let base = name.split('[').next().unwrap_or_default();
        match fields.find(|field| field.name == *name || field.name == base) {
            Some(field) if field.location == Location::Body && !field.is_in_body => {
                relocate(field, Location::Query, named);
            }
            Some(field) if field.location == Location::Body && field.name == *name => {
                let place = field.origin;
                let found = in_both(name, route_of(tree), place);
                tree.diagnostics.push(found);
            }
            Some(_) => {}
            None => {
                let field = synthesised(name, Location::Query, tree);
                tree.objects[tree.request].fields.push(field);
            }
        }
    }
}

/// The route names an argument of its query, and the body has one of that name.
fn in_both(name: &str, route: Origin, body: Origin) -> Diagnostic {
    let message = format!("no table describes the query parameter `{name}`");
    Diagnostic::new(&code::PATH_PARAM_MISSING, message)
        .label(route, "the route names it")
        .label(body, "this one is in the body")
        .note("the one in the query is not in the model")
        .subject(name)
}

/// Where the route stands.
fn route_of(tree: &Tree<'_>) -> Origin {
    let mut votes = tree.endpoint.votes.iter();
    votes.find(|vote| vote.fact == Fact::Path).map(|vote| vote.origin).unwrap_or_default()
}

/// Who names the path, and where.
fn path_vote(tree: &Tree<'_>) -> (Witness, Origin) {
    let path = tree.endpoint.votes.iter().find(|vote| vote.fact == Fact::Path && vote.won);
    path.map_or((Witness::InlineRoute, Origin::default()), |vote| (vote.witness, vote.origin))
}

/// The route says where an argument travels, whatever its row and the title above it say.
fn relocate(field: &mut Field, location: Location, (witness, place): (Witness, Origin)) {
    let claim = Claim::new(Fact::Location, witness, location.as_str(), place);
    let is_said =
        field.votes.iter().any(|vote| vote.fact == Fact::Location && vote.says != location.as_str());
    match is_said {
        true => drop(field.votes.decide(&LOCATION, claim)),
        false => field.votes.cast(claim.fact, claim.witness, claim.says, claim.origin),
    }
    field.location = location;
}

/// A parameter that is a placeholder of the path travels there; placeholders without a row get one.
fn place_in_path(tree: &mut Tree<'_>) {
    let request = tree.request;
    let mut names = routes::placeholders(&tree.endpoint.path);
    names.extend(routes::placeholders(&tree.endpoint.host));
    let names: Vec<SmolStr> = names.into_iter().map(SmolStr::from).collect();
    let own = with_own_place(tree);
    spell_as_path(tree, &names);
    let route = path_vote(tree);
    for field in tree.objects[request].fields.each_mut() {
        let in_body = field.is_in_body && field.location == Location::Body && own.contains(&field.name);
        let named = names.contains(&field.name) && !in_body;
        match field.location {
            _ if named => {
                relocate(field, Location::Path, route);
                field.required = true;
                // Whatever stands in a path is text.
                if field.ty == Type::Any {
                    field.ty = Type::String;
                }
            }
            // A table under the address may list query parameters too.
            Location::Path => relocate(field, Location::Query, route),
            _ => {}
        }
    }
    for name in names {
        let mut fields = tree.objects[request].fields.iter();
        if !fields.any(|field| field.name == name && field.location == Location::Path) {
            let field = synthesised(&name, Location::Path, tree);
            tree.objects[request].fields.push(field);
        }
    }
}

/// A row `user_id` beside the placeholder `{userId}` describes it, unless a sample shows the row's name in the body.
fn spell_as_path(tree: &mut Tree<'_>, names: &[SmolStr]) {
    let fields = &tree.objects[tree.request].fields;
    let is_alike = |name: &str, field: &Field| {
        let elsewhere = field.is_in_body || matches!(field.location, Location::Header | Location::Query);
        let free = !elsewhere && !names.contains(&field.name) && normalize(&field.name) == normalize(name);
        free && (field.location == Location::Path || !is_shown(tree, &field.name))
    };
    let (mut alike, mut told) = (BTreeMap::new(), Vec::new());
    for name in names.iter().filter(|name| fields.iter().all(|field| field.name != **name)) {
        let mut found = fields.iter().enumerate().filter(|(_, field)| is_alike(name, field));
        let (Some((at, field)), None) = (found.next(), found.next()) else { continue };
        // A second placeholder that is alike stays one of its own.
        if let Entry::Vacant(free) = alike.entry(at) {
            free.insert(name.clone());
            let message = format!("the path writes `{name}` for the argument `{}`", field.name);
            told.push(
                Diagnostic::new(&code::PLACEHOLDER_SPELLING, message)
                    .label(field.origin, "this row describes it")
                    .note("the argument has the name that the path gives it")
                    .subject(name),
            );
        }
    }
    tree.diagnostics.extend(told);
    let (witness, place) = path_vote(tree);
    let fields = tree.objects[tree.request].fields.each_mut();
    for (at, field) in fields.enumerate() {
        if let Some(name) = alike.remove(&at) {
            field.votes.cast(Fact::Name, Witness::Table, field.name.clone(), field.origin);
            field.votes.decide(&SPELLED, Claim::new(Fact::Name, witness, name.clone(), place));
            field.name = name;
        }
    }
}

/// Whether a sample shows an argument of this name in the body.
fn is_shown(tree: &Tree<'_>, name: &str) -> bool {
    let mut samples = tree.samples.iter().filter(|sample| sample.side == Side::Request && !sample.error);
    samples.any(|sample| sample.document.root.get(name).is_some())
}

/// Names of arguments in the body that have nothing to do with the placeholder of their name: the path has a row of its
/// own, or a sample shows them in the body.
fn with_own_place(tree: &Tree<'_>) -> HashSet<SmolStr> {
    let fields = &tree.objects[tree.request].fields;
    let of_path = fields.iter().filter(|field| field.location == Location::Path);
    let in_path: HashSet<&SmolStr> = of_path.map(|field| &field.name).collect();
    let in_body = fields.iter().filter(|field| field.is_in_body && field.location == Location::Body);
    let own = in_body.filter(|field| in_path.contains(&field.name) || is_shown(tree, &field.name));
    own.map(|field| field.name.clone()).collect()
}

/// A placeholder of the route that no table describes.
fn synthesised(name: &str, location: Location, tree: &mut Tree<'_>) -> Field {
    let required = location == Location::Path;
    let (place, presence) = if required { ("path", "a required") } else { ("query", "an optional") };
    let origin = route_of(tree);
    tree.diagnostics.push(
        Diagnostic::new(
            &code::PATH_PARAM_MISSING,
            format!("no table describes the {place} parameter `{name}`"),
        )
        .label(origin, if required { "the path needs it" } else { "the route names it" })
        .note(format!("it became {presence} text parameter"))
        .subject(name),
    );
    let mut field =
        Field { name: name.into(), ty: Type::String, required, location, origin, ..Field::default() };
    field.votes.cast(Fact::Presence, Witness::InlineRoute, tree.endpoint.path.as_str(), origin);
    field
}

/// What of the response is envelope, and what the call returns.
fn response(tree: &mut Tree<'_>, context: Context<'_>) -> Place {
    let dialect = context.dialect;
    let member = dialect.envelope.payload.as_str();
    let Some(root) = tree.root(Side::Response) else { return implied(tree, member) };
    if tree.objects[root].is_list {
        return Place::Body(root, String::new());
    }
    let is_member = |field: &Field| dialect.envelope.members.iter().any(|name| *name == field.name);
    let at = (!member.is_empty()).then(|| tree.field(root, member)).flatten();
    let surrounded = tree.objects[root].fields.iter().any(is_member);
    // Where an envelope is optional, words such as `status` are one only beside a payload.
    let is_whole = dialect.envelope.optional && !shows_member(tree, member);
    // Where tables speak of the payload alone, its member goes without saying until a sample tells otherwise.
    let unnamed = dialect.envelope.optional && !dialect.nesting.response_is_payload;
    match at {
        Some(at)
            if surrounded || tree.objects[root].fields.len() == 1 || !dialect.nesting.response_is_payload =>
        {
            let field = tree.objects[root].fields.remove(at);
            let fields = std::mem::take(&mut tree.objects[root].fields);
            tree.endpoint.envelope = fields.into_iter().map(Field::flat).collect();
            tree.objects[root].fields = vec![field].into();
            envelope_tables(tree, root);
            Place::Member(root, member.to_owned())
        }
        _ if surrounded
            && !dialect.nesting.response_is_payload
            && tree.objects[root].fields.iter().all(is_member) =>
        {
            let fields = std::mem::take(&mut tree.objects[root].fields);
            tree.endpoint.envelope = fields.into_iter().map(Field::flat).collect();
            Place::Nowhere
        }
        _ => payload_is_root(tree, root, (member, unnamed), |field| {
            !is_whole && !dialect.nesting.response_is_payload && is_member(field)
        }),
    }
}

/// Whether a sample has the member that holds the payload.
fn shows_member(tree: &Tree<'_>, member: &str) -> bool {
    let mut samples = tree.samples.iter().filter(|sample| sample.side == Side::Response && !sample.error);
    samples.any(|sample| sample.document.root.get(member).is_some())
}

/// No table of the envelope, but one under the payload's name: the envelope goes without saying.
fn implied(tree: &mut Tree<'_>, member: &str) -> Place {
    let titled =
        |object: &&Object| object.titles.iter().any(|path| path.first().is_some_and(|name| name == member));
    let Some(origin) = tree
        .objects
        .iter()
        .filter(|object| object.side == Side::Response)
        .find(titled)
        .map(|object| object.origin)
    else {
        return Place::Nowhere;
    };
    let field = Field { name: member.into(), ty: Type::AnyObject, origin, ..Field::default() };
    let fields = vec![field].into();
    let root = Object { side: Side::Response, state: State::Root, origin, fields, ..Object::default() };
    Place::Member(tree.add(root), member.to_owned())
}

/// Tables on members of the envelope (`error`): their fields are the envelope's, with the member's name before theirs.
fn envelope_tables(tree: &mut Tree<'_>, root: ObjectId) {
    let members: Vec<SmolStr> = tree
        .endpoint
        .envelope
        .iter()
        .filter(|field| may_have_table(&field.ty))
        .map(|field| field.name.clone())
        .collect();
    for name in members {
        let is_own = |object: &Object| {
            object.side == Side::Response && matches!(&*object.titles, [title] if **title == [name.as_str()])
        };
        let Some(id) = tree.objects.iter().position(is_own) else { continue };
        for field in tree.absorb(root, id) {
            let name = format_smolstr!("{name}.{}", field.name);
            tree.endpoint.envelope.push(Field { name, ..field }.flat());
        }
    }
}

fn may_have_table(ty: &model::Type) -> bool {
    matches!(
        ty.leaf(),
        model::Type::Any | model::Type::AnyObject | model::Type::Object(_) | model::Type::OneOf(_)
    )
}

/// The table lists the payload's own fields.
fn payload_is_root(
    tree: &mut Tree<'_>,
    root: ObjectId,
    (member, unnamed): (&str, bool),
    is_member: impl Fn(&Field) -> bool,
) -> Place {
    let fields = &mut tree.objects[root].fields;
    let envelope = fields.extract_if(.., |field| is_member(field) && !field.ty.is_container());
    tree.endpoint.envelope = envelope.map(Field::flat).collect();
    Place::Body(root, if unnamed { String::new() } else { member.to_owned() })
}
