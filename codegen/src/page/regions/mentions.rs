//! Headings that give a route and title no call: examples, samples of an address, mentions.

use super::{MAX_ALIKE, fits, own, route, speaks};
use crate::page::evidence::{Site, Strength};
use crate::page::{Section, routes};
use foldhash::{HashSet, HashSetExt};

/// Headings below that of a call with an address of its own, which give a route in an example and say nothing of what is
/// sent or returned, where the call above does.
pub(super) fn examples(of_owner: &[(usize, &Site)], sections: &[Section<'_>]) -> HashSet<usize> {
    let groups: Vec<(usize, Strength, bool)> = of_owner
        .chunk_by(|one, other| one.0 == other.0)
        .map(|group| {
            let strongest = group.iter().map(|(_, site)| site.strength).min();
            let is_whole = group.iter().any(|(_, site)| site.method.is_some());
            (group[0].0, strongest.unwrap_or(Strength::Prose), is_whole)
        })
        .collect();
    let mut examples = HashSet::new();
    for (owner, _, _) in groups.iter().filter(|(_, strength, whole)| *strength == Strength::Address && *whole)
    {
        let below_it = own(sections, *owner);
        let first = groups.partition_point(|(other, ..)| *other <= below_it.start);
        let below = groups[first..].iter().take_while(|(other, ..)| below_it.contains(other));
        let (silent, others): (Vec<_>, Vec<_>) =
            below.map(|(other, strength, _)| (*other, *strength)).partition(|(other, strength)| {
                *strength > Strength::Address && !sections[own(sections, *other)].iter().any(speaks)
            });
        let mut at = below_it.start;
        let mut is_said = false;
        for (other, _) in &others {
            is_said |= sections[at.min(*other)..*other].iter().any(speaks);
            at = own(sections, *other).end;
        }
        is_said |= sections[at.min(below_it.end)..below_it.end].iter().any(speaks);
        if is_said {
            examples.extend(silent.into_iter().map(|(other, _)| other));
        }
    }
    examples
}

/// Headings that say nothing of what is sent or returned and show the route of an address with the values of a sample.
pub(super) fn of_template(of_owner: &[(usize, &Site)], sections: &[Section<'_>]) -> HashSet<usize> {
    let is_address = |(_, site): &&(usize, &Site)| site.strength == Strength::Address;
    let given: Vec<_> =
        of_owner.iter().filter(is_address).take(MAX_ALIKE).map(|(_, site)| route(site)).collect();
    let is_value = |path: &str| {
        path.split('/').any(|part| !part.contains('{') && part.contains(|c: char| c.is_ascii_digit()))
    };
    let is_shown = |(owner, site): &&(usize, &Site)| {
        let (method, path) = route(site);
        site.strength > Strength::Address
            && is_value(&path)
            && given
                .iter()
                .any(|(other, template)| *other == method && *template != path && fits(template, &path))
            && !sections[own(sections, *owner)].iter().any(speaks)
    };
    of_owner.iter().filter(is_shown).map(|(owner, _)| *owner).collect()
}

/// Headings that mention a route among other words, or show one with the values of its query, and say nothing of what is sent or
/// returned, where several calls have addresses of their own: `How to sign GET /trees`, `Pagination`.
pub(super) fn beside_addresses(
    text: &str,
    of_owner: &[(usize, &Site)],
    sections: &[Section<'_>],
) -> HashSet<usize> {
    let groups = || of_owner.chunk_by(|one, other| one.0 == other.0);
    let has_address = |group: &&[(usize, &Site)]| {
        group.iter().any(|(_, site)| site.strength == Strength::Address && site.method.is_some())
    };
    if groups().filter(has_address).take(2).count() < 2 {
        return HashSet::new();
    }
    let is_sample = |site: &Site| {
        site.strength == Strength::Line
            && site
                .path
                .as_ref()
                .is_some_and(|path| path.span.of(text).contains("?") && !path.query.is_empty())
    };
    // `POST /trees Plant trees` at the level of the calls is the title of one.
    let levels: HashSet<u8> = groups().filter(has_address).map(|group| sections[group[0].0].level).collect();
    let begins = |owner: usize| {
        let heading = sections[owner].heading.trim_start_matches(['`', '[', '【', ' ']);
        !routes::leading_methods(heading).0.is_empty()
    };
    let is_title = |owner: usize| begins(owner) && levels.contains(&sections[owner].level);
    let is_mention = |(owner, site): &(usize, &Site)| {
        site.strength == Strength::Mention && !is_title(*owner) || is_sample(site)
    };
    groups()
        .filter(|group| group.iter().all(is_mention))
        .map(|group| group[0].0)
        .filter(|owner| !sections[own(sections, *owner)].iter().any(speaks))
        .collect()
}
