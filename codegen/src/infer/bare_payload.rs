//! Bodies that are the payload: the members of the envelope stand among its own, in tables and in samples.

use super::samples::{Seen, Walk, sample_field};
use crate::lower::draft::Draft;

/// Members of the envelope that only samples show.
pub fn envelope(draft: &mut Draft, roots: &[Seen<'_>], walk: Walk<'_>) {
    let known = &walk.context.dialect.envelope;
    if !known.payload.is_empty() {
        return;
    }
    for seen in roots {
        for member in
            seen.node.members().iter().filter(|member| known.members.iter().any(|name| *name == member.name))
        {
            if !draft.endpoint.envelope.iter().any(|field| field.name == *member.name) {
                let origin = Seen { node: &member.value, base: seen.base }.origin(walk.context);
                draft.endpoint.envelope.push(sample_field(&member.name, origin, walk));
            }
        }
    }
}
