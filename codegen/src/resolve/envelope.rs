//! Roots: the request parameters, the envelope and the payload; credentials and transport headers aside.

use crate::dialect::Role;
use crate::lower::draft::{Draft, Node, Object, ObjectId, is_container};
use crate::lower::fields::{Context, Placed};
use crate::lower::titles::Titles;
use crate::model::{Fact, Field, Location, Payload, Type, Vote, Witness};
use crate::page::{Side, routes};
use smol_str::{SmolStr, format_smolstr};

/// Where the parameters of a section travel, unless their rows say so themselves.
pub fn locate(role: Role, placed: &mut [Placed]) {
    let location = match role {
        Role::Url | Role::PathParams => Location::Path,
        Role::QueryParams => Location::Query,
        Role::HeaderParams => Location::Header,
        _ => return,
    };
    for field in placed.iter_mut().filter(|field| field.node.field.location == Location::Body) {
        field.node.field.location = location;
    }
}

/// The root object of a side, when it exists already.
pub fn of_side(draft: &Draft, side: Side) -> Option<ObjectId> {
    draft.objects.iter().position(|object| object.side == side && object.root)
}

/// Marks roots so that later tables of the side find them.
pub fn remember(draft: &mut Draft, side: Side, root: bool, id: ObjectId) {
    if root && side == Side::Request {
        draft.request = id;
    }
}

/// Splits the roots: credentials out of the request, the payload out of the envelope.
pub fn settle(draft: &mut Draft, context: Context<'_>) {
    request(draft, context);
    response(draft, context);
}

fn request(draft: &mut Draft, context: Context<'_>) {
    // A page without request parameters says so as a whole.
    let origin = draft.endpoint.origins.first().copied().unwrap_or_default();
    let request = of_side(draft, Side::Request).unwrap_or_else(|| {
        draft.add(Object { side: Side::Request, root: true, linked: true, origin, ..Object::default() })
    });
    draft.request = request;
    let envelope = &context.dialect.envelope;
    let is_ours = |node: &Node| {
        let listed = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(&node.field.name));
        listed(&envelope.credentials) || node.field.location == Location::Header && listed(&envelope.headers)
    };
    let ours = draft.objects[request].fields.extract_if(.., |node| is_ours(node));
    draft.endpoint.credentials = ours.map(|node| node.field).collect();
    place_in_path(draft, context);
}

/// A parameter that is a placeholder of the path travels there; placeholders without a row get one.
fn place_in_path(draft: &mut Draft, context: Context<'_>) {
    let request = draft.request;
    let mut names = routes::placeholders(&draft.endpoint.path);
    names.extend(routes::placeholders(&draft.endpoint.host));
    for node in &mut draft.objects[request].fields {
        let named = names.contains(&node.field.name.as_str());
        match node.field.location {
            _ if named => {
                node.field.location = Location::Path;
                node.field.required = true;
                // Whatever stands in a path is text.
                if node.field.ty == Type::Any {
                    node.field.ty = Type::String;
                }
            }
            // A table under the address may list query parameters too.
            Location::Path => node.field.location = Location::Query,
            _ => {}
        }
    }
    let names: Vec<SmolStr> = names.into_iter().map(SmolStr::from).collect();
    for name in names {
        if draft.field(request, &name).is_none() {
            let node = synthesised(&name, draft, context);
            draft.objects[request].fields.push(node);
        }
    }
}

fn synthesised(name: &str, draft: &mut Draft, _context: Context<'_>) -> Node {
    use crate::diagnostic::{Diagnostic, code};
    let origin = draft
        .endpoint
        .votes
        .iter()
        .find(|vote| vote.fact == Fact::Path)
        .map(|vote| vote.origin)
        .unwrap_or_default();
    draft.diagnostics.push(
        Diagnostic::new(&code::PATH_PARAM_MISSING, format!("no table describes the path parameter `{name}`"))
            .label(origin, "the path needs it")
            .note("it became a required text parameter")
            .subject(name),
    );
    let mut node = Node::default();
    node.field.name = name.into();
    node.field.ty = Type::String;
    node.field.required = true;
    node.field.location = Location::Path;
    node.field.origin = origin;
    node.field.votes.push(Vote {
        fact: Fact::Presence,
        witness: Witness::InlineRoute,
        says: draft.endpoint.path.clone().into(),
        won: true,
        origin,
    });
    node
}

/// What of the response is envelope, and what the call returns.
fn response(draft: &mut Draft, context: Context<'_>) {
    let dialect = context.dialect;
    let member = dialect.envelope.payload.as_str();
    let Some(root) = of_side(draft, Side::Response) else { return implied(draft, member) };
    let is_member = |node: &Node| dialect.envelope.members.iter().any(|name| *name == node.field.name);
    let at = (!member.is_empty()).then(|| draft.field(root, member)).flatten();
    let surrounded = draft.objects[root].fields.iter().any(is_member);
    match at {
        Some(at)
            if surrounded
                || draft.objects[root].fields.len() == 1
                || !dialect.nesting.response_is_payload =>
        {
            let node = draft.objects[root].fields.remove(at);
            let fields = std::mem::take(&mut draft.objects[root].fields);
            draft.endpoint.envelope = fields.into_iter().map(|node| node.field).collect();
            payload_member(draft, root, node, member);
            envelope_tables(draft, root);
        }
        _ if surrounded
            && !dialect.nesting.response_is_payload
            && draft.objects[root].fields.iter().all(is_member) =>
        {
            let fields = std::mem::take(&mut draft.objects[root].fields);
            draft.endpoint.envelope = fields.into_iter().map(|node| node.field).collect();
        }
        _ => payload_is_root(draft, root, (member, dialect.envelope.optional), |node| {
            !dialect.nesting.response_is_payload && is_member(node)
        }),
    }
}

/// No table of the envelope, but one under the payload's name: the envelope goes without saying.
fn implied(draft: &mut Draft, member: &str) {
    let titled =
        |object: &&Object| object.titles.iter().any(|path| path.first().is_some_and(|name| name == member));
    let Some(origin) = draft
        .objects
        .iter()
        .filter(|object| object.side == Side::Response)
        .find(titled)
        .map(|object| object.origin)
    else {
        return;
    };
    let field = Field { name: member.into(), ty: Type::AnyObject, origin, ..Field::default() };
    let node = Node { field, child: None };
    let root =
        draft.add(Object { side: Side::Response, root: true, linked: true, origin, ..Object::default() });
    payload_member(draft, root, node, member);
}

/// The payload is a member of the envelope. Its field stays in the root object, so that titles reach it.
fn payload_member(draft: &mut Draft, root: ObjectId, node: Node, member: &str) {
    draft.payload = Payload {
        ty: node.field.ty.clone(),
        member: member.to_owned(),
        documented: true,
        nullable: node.field.nullable,
        origin: node.field.origin,
        docs: node.field.docs.clone(),
        votes: node.field.votes.clone(),
    };
    draft.objects[root].fields = vec![node];
}

/// Tables on members of the envelope (`error`): their fields are the envelope's, with the member's name before theirs.
fn envelope_tables(draft: &mut Draft, root: ObjectId) {
    let members: Vec<SmolStr> = draft
        .endpoint
        .envelope
        .iter()
        .filter(|field| is_container(&field.ty))
        .map(|field| field.name.clone())
        .collect();
    for name in members {
        let is_own = |object: &Object| {
            object.side == Side::Response && matches!(&*object.titles, [title] if **title == [name.as_str()])
        };
        let Some(id) = draft.objects.iter().position(is_own) else { continue };
        let fields = std::mem::take(&mut draft.objects[id].fields);
        for Node { mut field, .. } in fields {
            field.name = format_smolstr!("{name}.{}", field.name);
            draft.endpoint.envelope.push(field);
        }
        let rows = std::mem::take(&mut draft.objects[id].rows);
        draft.objects[root].rows += rows;
        draft.objects[id].titles = Titles::default();
        draft.objects[id].side = Side::None;
    }
}

/// The table lists the payload's own fields.
fn payload_is_root(
    draft: &mut Draft,
    root: ObjectId,
    (member, optional): (&str, bool),
    is_member: impl Fn(&Node) -> bool,
) {
    let fields = &mut draft.objects[root].fields;
    let envelope = fields.extract_if(.., |node| is_member(node) && !is_container(&node.field.ty));
    draft.endpoint.envelope = envelope.map(|node| node.field).collect();
    let member = if optional { "" } else { member };
    draft.payload = Payload {
        ty: Type::Object(String::new()),
        member: member.to_owned(),
        documented: true,
        origin: draft.objects[root].origin,
        ..Payload::default()
    };
    draft.payload_child = Some(root);
}
