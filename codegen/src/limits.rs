//! Size and depth limits: what goes beyond one is reported, and the rest of the page is read.

/// Size of an input file in bytes: a page, a route table, a partial, a configuration.
pub const FILE_BYTES: u64 = 16 << 20;

/// Brackets within brackets of a JSON sample; a deeper text is no sample. Readers of JSON give up at 128 levels, of which
/// the model around a sample takes some.
pub const JSON_DEPTH: usize = 100;

/// Steps of one template expansion; pages take a few hundred.
pub const TEMPLATE_FUEL: u64 = 1_000_000;

/// Tokens of one template expression.
pub const TEMPLATE_TOKENS: usize = 512;

/// Values of a template that are made of others; each can double what there was before.
pub const TEMPLATE_GROWTH: usize = 8;

/// Template blocks within blocks.
pub const TEMPLATE_BLOCKS: usize = 64;

/// Size of an expanded template in bytes.
pub const TEMPLATE_OUTPUT: usize = 16 << 20;

/// Cells of one table row; what is behind them is not read.
pub const ROW_CELLS: usize = 512;

/// Lines of one table row.
pub const ROW_LINES: usize = 400;

/// Depth of a type in levels of rustc's recursion limit of 128, the rest of which is left to what surrounds the type; a
/// struct counts 2, a list 4 and a map 6.
pub const TYPE_DEPTH: usize = 96;

/// Objects within objects of one call; what lies deeper is any object. Types are cut before.
pub const OBJECTS_WITHIN: usize = 128;

/// Objects of one call that no row describes and names of rows lead through: `a.b.c` has two. A row that leads through more
/// is named by a finding.
pub const OBJECTS_WITHOUT_ROWS: usize = 10_000;

/// Findings that `check` prints when nobody says how many; the rest is counted.
pub const FINDINGS: usize = 50_000;

/// Names of a run that are compared with names that were not found, for what may be meant.
pub const COMPARED_NAMES: usize = 20_000;

/// Placeholders of a path.
pub const PATH_PLACEHOLDERS: usize = 64;

/// Length of an emitted name in bytes; a longer one is cut and told apart by a digest.
pub const NAME_BYTES: usize = 120;

/// Length of a description in bytes that is read for values, defaults and bounds; a longer one stays text.
pub const DESCRIPTION_BYTES: usize = 4096;

/// Tables without a field of which descriptions are asked whether they mention the title.
pub const MENTIONED_TITLES: usize = 1000;

/// Descriptions of one field, where many rows describe it; each row beyond is named by the finding on it.
pub const FIELD_TEXTS: usize = 64;

/// Error codes of one call, or of what a page lists outside of its calls; each row beyond is named by a finding.
pub const ERROR_CODES: usize = 10_000;

/// Texts of one error code, where several tables describe it; further ones are not repeated.
pub const ERROR_TEXTS: usize = 16;

/// Values of an enumeration; a longer list stays text.
pub const ENUM_VALUES: usize = 100;
