// Files
export type { InflateOptions } from './files/gunzip.js';
export { decodeIdx, type IdxArrays, type IdxType, parseIdx } from './files/idx.js';
// Images
export { dynamicBinarization, thresholdBinarization, toUnitInterval } from './images/binarization.js';
// Music
export { type PianoRollSplits, parsePianoRolls } from './music/parse-piano-rolls.js';
export { type NoteSequence, type PianoRolls, pianoRolls } from './music/piano-rolls.js';
// Text
export { parseAlignedLines } from './text/aligned-lines.js';
export { parseConllu, type TaggedSentence } from './text/conllu.js';
// Splitting
export { type Split, splitRows } from './split-rows.js';
