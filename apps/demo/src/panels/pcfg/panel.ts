import { printGrammar } from '@latents/em';
import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { percent } from '../../widgets/numbers.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import { statusList } from '../../widgets/status-list.js';
import { emSession } from '../em-steps/session.js';
import type { MountedPanel } from '../panel.js';
import { chartView } from './chart-view.js';
import { english, SYMBOLS } from './english.js';
import { GrammarRun, type Start } from './grammar-run.js';
import { parseSentence } from './parse-sentence.js';
import { sentenceForm } from './sentence-form.js';
import { treeView } from './tree-view.js';

type Which = 'written' | 'trained';

/** Fills `host` with the panel. */
export function mountPcfgPanel(host: HTMLElement): MountedPanel {
  const written = english();
  const chart = chartView();
  const tree = treeView();
  const sentence = sentenceForm(parse);
  const facts = statusList({
    parses: 'Trees',
    share: 'Likeliest tree',
    entropy: 'Ambiguity',
    logProb: 'log p(sentence)',
  });
  const printed = element('pre', { class: 'grammar', tabindex: 0, 'aria-label': 'Rules' });
  let which: Which = 'written';
  let start: Start = 'rules';
  let run: GrammarRun | undefined;

  const grammars = choice<Which>({
    label: 'Parse with the grammar',
    options: [
      { value: 'written', label: 'as written' },
      { value: 'trained', label: 'as EM has it' },
    ],
    value: which,
    onChange(next) {
      which = next;
      parse();
    },
  });
  const starts = choice<Start>({
    label: 'EM knows',
    options: [
      { value: 'rules', label: 'the rules' },
      { value: 'symbols', label: 'nothing' },
    ],
    value: start,
    onChange(next) {
      start = next;
      session.reset();
    },
  });
  const session = emSession({
    rules: {
      sentences: {
        label: 'Sentences',
        initial: 100,
        min: 5,
        max: 200,
        integer: true,
        step: 5,
        hint: 'Drawn from the written grammar, 3 to 8 words each. EM sees the words, never the trees.',
      },
      seed: {
        label: 'Seed',
        initial: 1,
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        integer: true,
        step: 1,
        hint: 'The sentences, and where EM starts.',
      },
    },
    choices: [starts.element],
    per: 'word',
    says: {
      start: 'All chances are at random: of the written rules, or of any rule over six symbols without names.',
      E: 'E step: inside and outside count every rule in every tree of every sentence, each by its chance. The bound touches log p(x).',
      M: 'M step: expected counts become chances, as if a treebank had been counted. The bound rises, and log p(x) above it by at least as much.',
    },
    terms: { written: 'log p(x), as written', f1: 'Brackets right, F1', right: 'Branching right, F1' },
    begin: (settings) => new GrammarRun({ start, ...settings }),
    show(shown, status) {
      run = shown;
      status.set('written', `${shown.writtenLogProb.toFixed(4)} nats`);
      status.set('f1', percent(shown.bracketF1()));
      status.set('right', percent(shown.rightBranchingF1()));
      if (which === 'trained' || printed.textContent === '') parse();
    },
  });
  host.append(
    panelIntro(
      'Context-free grammar',
      'A tree of rules made the sentence, and only its words are seen. One dynamic program sums over all trees: it gives the chance of the ' +
        'sentence, of each stretch of words to be a constituent, the likeliest tree, and to EM the counts from which a grammar learns.',
      EQUATION,
    ),
    session.console,
    element(
      'div',
      { class: 'views' },
      element('section', { class: 'wide' }, grammars.element, sentence.element, facts.element),
      chart.element,
      tree.element,
      session.plot,
      element(
        'section',
        { 'aria-labelledby': 'pcfg-grammar' },
        element('h2', { id: 'pcfg-grammar' }, 'The grammar'),
        element('p', { class: 'hint' }, `${SYMBOLS}. Chances in brackets; those below 1 % are left out.`),
        printed,
      ),
      session.table,
    ),
  );

  function parse(): void {
    const parser = which === 'written' || run === undefined ? written : run.trained;
    printed.textContent = printGrammar(parser, 0.01).replace(/\[([^\]]+)\]/g, (_, p) => `[${Number(p).toFixed(2)}]`);
    const parsed = parseSentence(parser, sentence.text());
    facts.clear(['parses', 'share', 'entropy', 'logProb']);
    if ('problem' in parsed) {
      facts.fail(parsed.problem);
      chart.draw(undefined);
      tree.draw(undefined);
      return;
    }
    facts.set('parses', parsed.parses.toLocaleString('en'));
    facts.set('share', percent(parsed.share));
    facts.set('entropy', `${parsed.entropy.toFixed(4)} nats`);
    facts.set('logProb', `${parsed.logProb.toFixed(4)} nats`);
    chart.draw(parsed);
    tree.draw(parsed);
  }

  session.reset();
  return { leave() {} };
}

const EQUATION =
  '<math display="block"><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo>=</mo><munder><mo>∑</mo><mtext>trees z of x</mtext></munder>' +
  '<munder><mo>∏</mo><mrow><mi>r</mi><mo>∈</mo><mi>z</mi></mrow></munder><mi>t</mi><mo stretchy="false">(</mo><mi>r</mi><mo stretchy="false">)</mo></math>';
