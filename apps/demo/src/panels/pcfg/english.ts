import { parseGrammar, type TreebankGrammar } from '@latents/em';

/** A little English, made here: who does what to whom, with what, where; with the ambiguities that English has. */
const RULES = `
  S  -> NP VP [1]
  NP -> D N [0.46] | NP PP [0.12] | N N [0.03]
  NP -> 'I' [0.08] | 'she' [0.08] | 'he' [0.07] | 'they' [0.07] | 'Kim' [0.05] | 'time' [0.02] | 'fish' [0.02]
  VP -> V NP [0.5] | VP PP [0.2]
  VP -> 'sleeps' [0.08] | 'swims' [0.07] | 'flies' [0.05] | 'barks' [0.06] | 'fish' [0.04]
  PP -> P NP [1]
  N  -> A N [0.12] | N CN [0.06]
  N  -> 'dog' [0.1] | 'man' [0.1] | 'woman' [0.1] | 'telescope' [0.06] | 'park' [0.08] | 'fork' [0.06] | 'fish' [0.06]
  N  -> 'arrow' [0.04] | 'time' [0.03] | 'flies' [0.03] | 'men' [0.05] | 'women' [0.05] | 'child' [0.03] | 'tree' [0.03]
  CN -> C N [1]
  D  -> 'the' [0.55] | 'a' [0.35] | 'an' [0.1]
  A  -> 'old' [0.3] | 'young' [0.25] | 'small' [0.25] | 'hungry' [0.2]
  V  -> 'saw' [0.25] | 'ate' [0.2] | 'watched' [0.2] | 'liked' [0.15] | 'found' [0.1] | 'fed' [0.05] | 'like' [0.05]
  P  -> 'with' [0.35] | 'in' [0.25] | 'on' [0.15] | 'near' [0.15] | 'like' [0.1]
  C  -> 'and' [1]
`;

/** What the symbols stand for. */
export const SYMBOLS =
  'S sentence, NP noun phrase, VP verb phrase, PP prepositional phrase, N noun, CN “and” with a noun, D determiner, A adjective, V verb, P preposition, C conjunction';

export const EXAMPLES = [
  'I saw the man with the telescope',
  'time flies like an arrow',
  'the old man and woman fed a dog near the tree in the park',
  'she ate the fish with a fork',
] as const;

export function english(): TreebankGrammar {
  return parseGrammar(RULES);
}
