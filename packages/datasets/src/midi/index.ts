export { type MidiOptions, pianoRollToMidi } from './piano-roll-to-midi.js';
