/** A constituency tree with labels and words as a treebank writes them: a phrase, or a tag over one word. */
export type Constituency =
  | { readonly label: string; readonly children: readonly Constituency[] }
  | { readonly label: string; readonly word: string };

/** The words under a tree, in order. */
export function wordsOf(tree: Constituency): string[] {
  return 'word' in tree ? [tree.word] : tree.children.flatMap(wordsOf);
}

/** A tree in brackets, on one line: `(S (NP (NN rain)) (VP (VBZ falls)))`. */
export function writeTree(tree: Constituency): string {
  return 'word' in tree ? `(${tree.label} ${tree.word})` : `(${tree.label} ${tree.children.map(writeTree).join(' ')})`;
}

interface Open {
  label: string | undefined;
  readonly line: number;
  readonly children: Constituency[];
  word: string | undefined;
}

/**
 * The trees of a bracketed treebank (Penn format). A bracket without a label, as the Penn Treebank puts around a sentence, has
 * the label ''.
 *
 * @example
 * ```ts
 * import { readTrees, wordsOf } from '@latents/em';
 *
 * const [tree] = readTrees('( (S (NP (NN rain))\n     (VP (VBZ falls))) )');
 * wordsOf(tree!); // => ['rain', 'falls']
 * ```
 * @throws SyntaxError naming the line: brackets that do not match, text outside of them, a phrase without children, a word
 * beside another word or beside phrases.
 */
export function readTrees(text: string): Constituency[] {
  const trees: Constituency[] = [];
  const open: Open[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/\n|[()]|[^\s()]+/g)) {
    const top = open.at(-1);
    if (token === '\n') line++;
    else if (token === '(') {
      if (top?.word !== undefined) throw wordBeside(line, top.word, '(');
      if (top) top.label ??= '';
      open.push({ label: undefined, line, children: [], word: undefined });
    } else if (!top) {
      throw new SyntaxError(`readTrees(text): expected '(' on line ${line}, got '${token}'.`);
    } else if (token === ')') {
      open.pop();
      const tree = closed(top, line);
      const parent = open.at(-1);
      if (parent) parent.children.push(tree);
      else trees.push(tree);
    } else if (top.label === undefined) top.label = token;
    else if (top.word !== undefined || top.children.length > 0) throw wordBeside(line, top.word ?? ')', token);
    else top.word = token;
  }
  const left = open.at(-1);
  if (left) {
    throw new SyntaxError(
      `readTrees(text): expected ')' for the '(${left.label ?? ''}' of line ${left.line}, got the end of the text.`,
    );
  }
  return trees;
}

function closed({ label, word, children }: Open, line: number): Constituency {
  if (label !== undefined && word !== undefined) return { label, word };
  if (label !== undefined && children.length > 0) return { label, children };
  throw new SyntaxError(`readTrees(text): expected a word or phrases in '(${label ?? ''})' on line ${line}, got none.`);
}

function wordBeside(line: number, before: string, token: string): SyntaxError {
  return new SyntaxError(
    `readTrees(text): expected one word under a tag, or phrases only, got '${token}' after '${before}' on line ${line}. Write brackets in words as -LRB- and -RRB-.`,
  );
}
