//! Rows that stand below others because their names are indented more.

use crate::lower::draft::{ObjectId, Row, Segment};

/// The rows of a table, each with the one that it stands below.
#[derive(Debug, Default)]
pub struct Lines {
    lines: Vec<Line>,
    /// The one that was added last.
    last: Option<usize>,
}

#[derive(Debug)]
struct Line {
    segment: Segment,
    depth: usize,
    above: Option<usize>,
    /// How many lines stand above it.
    level: usize,
    /// What the rows below it go into, once it was asked for.
    object: Option<ObjectId>,
}

impl Lines {
    /// Adds a row, and returns the one that it stands below.
    pub fn add(&mut self, row: &Row) -> Option<usize> {
        let mut above = self.last;
        while let Some(line) = above.map(|at| &self.lines[at]).filter(|line| line.depth >= row.depth) {
            above = line.above;
        }
        let segment = Segment { name: row.field.name.clone(), list: false, map: false };
        let level = above.map_or(0, |at| self.lines[at].level + 1);
        self.last = Some(self.lines.len());
        self.lines.push(Line { segment, depth: row.depth, above, level, object: None });
        above
    }

    /// How many segments lead to the rows below a line.
    pub fn level(&self, line: usize) -> usize {
        self.lines[line].level + 1
    }

    /// The segments that lead to the rows below a line.
    pub fn parents(&self, line: Option<usize>) -> Vec<Segment> {
        let mut parents: Vec<Segment> = self.up(line).map(|at| self.lines[at].segment.clone()).collect();
        parents.reverse();
        parents
    }

    /// The object for the rows below a line, which `descend` finds from that of the line above, or from the root.
    pub fn object(
        &mut self,
        line: usize,
        root: ObjectId,
        mut descend: impl FnMut(ObjectId, &Segment) -> ObjectId,
    ) -> ObjectId {
        let unknown: Vec<usize> =
            self.up(Some(line)).take_while(|at| self.lines[*at].object.is_none()).collect();
        let known = unknown.last().map_or(Some(line), |at| self.lines[*at].above);
        let mut object = known.and_then(|at| self.lines[at].object).unwrap_or(root);
        for at in unknown.into_iter().rev() {
            object = descend(object, &self.lines[at].segment);
            self.lines[at].object = Some(object);
        }
        object
    }

    /// A line and those above it, the last one first.
    fn up(&self, line: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(line, |at| self.lines[*at].above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::draft::Field;

    #[test]
    fn a_row_stands_below_the_last_one_that_is_indented_less() {
        let mut lines = Lines::default();
        let depths = [("a", 0), ("b", 2), ("c", 4), ("d", 3), ("e", 2), ("f", 0), ("g", 1)];
        let mut below = Vec::new();
        for (name, depth) in depths {
            let above = lines.add(&row(name, depth));
            let parents = lines.parents(above);
            assert_eq!(above.map_or(0, |line| lines.level(line)), parents.len());
            below.push(parents.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>().join("."));
        }
        assert_eq!(below, ["", "a", "a.b", "a.b", "a", "", "f"]);
    }

    #[test]
    fn an_object_is_looked_for_once() {
        let mut lines = Lines::default();
        for (name, depth) in [("a", 0), ("b", 1), ("c", 2)] {
            lines.add(&row(name, depth));
        }
        let mut asked = Vec::new();
        let mut object = |lines: &mut Lines, line| {
            lines.object(line, 7, |object, segment| {
                asked.push(format!("{object} {}", segment.name));
                object + 1
            })
        };
        assert_eq!(object(&mut lines, 1), 9);
        assert_eq!(object(&mut lines, 2), 10);
        assert_eq!(object(&mut lines, 0), 8);
        assert_eq!(asked, ["7 a", "8 b", "9 c"]);
    }

    fn row(name: &str, depth: usize) -> Row {
        Row {
            parents: Vec::new(),
            field: Field { name: name.into(), ..Field::default() },
            depth,
            rows: 1,
            in_body: false,
            linked: None,
            is_nameless: false,
            alternatives: 0,
        }
    }
}
