import type { Bottleneck } from '@latents/infotheory/tables';
import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { statusList } from '../../widgets/status-list.js';
import { pagePort } from '../../workers/port.js';
import type { MountedPanel } from '../panel.js';
import { messageOf } from '../training/messages.js';
import { codeTable } from './code-table.js';
import { intro } from './intro.js';
import { mergePicture } from './merge-picture.js';
import type { TraceCommand, TraceReport } from './messages.js';
import { planePlot } from './plane-plot.js';
import { sourceForm } from './source-form.js';
import { createSource, type Source } from './sources.js';
import { POINTS } from './trace.js';

/** Milliseconds without an edit before a curve is traced. */
const PATIENCE = 300;
const COLUMNS = ['beta', 'I(X; Z)', 'I(Y; Z)', 'codewords', 'I(X; Z) − β I(Y; Z)'];

const inNats = (nats: number): string => `${nats.toFixed(4)} nats`;

/** Fills `host` with the panel, and traces the curve of the first source. */
export function mountBottleneckPanel(host: HTMLElement): MountedPanel {
  const form = sourceForm(() => {
    clearTimeout(waiting);
    waiting = setTimeout(begin, PATIENCE);
  });
  const status = statusList({
    state: 'State',
    information: 'I(X; Y)',
    entropy: 'H(X)',
    onset: 'Critical β',
    instability: 'Empty code unstable from β',
    contradiction: 'Codes contradict each other by',
  });
  const chosenStatus = statusList({ beta: 'β', codewords: 'Codewords', rate: 'I(X; Z)', relevance: 'I(Y; Z)' });
  const plane = planePlot();
  const merges = mergePicture(choose);
  const codes = codeTable();
  const warning = element('p', { class: 'alert', 'aria-live': 'polite', 'data-status': 'warning', hidden: true });
  const table = dataTable('The curve in numbers, in nats', COLUMNS);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let worker: Worker | undefined;
  let source: Source | undefined;
  let facts: Extract<TraceReport, { kind: 'facts' }> | undefined;
  let curve: (Bottleneck | undefined)[] = [];
  let hard: readonly Bottleneck[] = [];
  let chosen = Math.floor(POINTS / 2);

  function enter(phase: 'annealing' | 'tracing' | 'finished' | 'failed', text: string): void {
    host.dataset['phase'] = phase;
    status.set('state', text);
  }

  /** A new source: whatever was being traced is given up. */
  function begin(): void {
    const settings = form.read();
    if (settings === undefined) return;
    worker?.terminate();
    status.clear(['information', 'entropy', 'onset', 'instability', 'contradiction']);
    table.clear();
    facts = undefined;
    [curve, hard] = [[], []];
    try {
      source = createSource(settings);
    } catch (error) {
      fail(messageOf(error));
      return;
    }
    enter('annealing', 'annealing: β falls …');
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    pagePort<TraceReport, TraceCommand>(worker, receive, fail).post({ joint: source.joint });
  }

  function fail(message: string): void {
    status.fail(message);
    enter('failed', 'failed');
  }

  function receive(report: TraceReport): void {
    switch (report.kind) {
      case 'facts':
        facts = report;
        curve = report.betas.map(() => undefined);
        status.set('information', inNats(report.information));
        status.set('entropy', inNats(report.entropy));
        status.set('onset', report.onset.toFixed(4));
        status.set('instability', report.instability.toFixed(4));
        break;
      case 'annealed':
        curve[report.at] = report.code;
        if (report.at === 0) enter('tracing', 'annealed; now from below …');
        break;
      case 'finished':
        curve = [...report.codes];
        status.set(
          'contradiction',
          report.contradiction === 0 ? '0 nats' : `${report.contradiction.toExponential(0)} nats`,
        );
        for (const { beta, rate, relevance, cardinality, lagrangian } of report.codes) {
          table.add([
            beta.toPrecision(5),
            rate.toFixed(5),
            relevance.toFixed(5),
            String(cardinality),
            lagrangian.toFixed(5),
          ]);
        }
        break;
      case 'hard':
        hard = report.codes;
        enter('finished', 'finished');
        break;
      case 'failed':
        fail(report.message);
        break;
    }
    draw();
  }

  function choose(at: number): void {
    chosen = at;
    draw();
  }

  function draw(): void {
    if (facts === undefined || source === undefined) return;
    const { betas, information, onset, instability } = facts;
    const code = curve[chosen];
    plane.draw({ codes: curve, hard, information, chosen: code, ...(source.known && { known: source.known }) });
    const pX = rowSums(source);
    merges.draw({ symbols: source.symbols, pX, betas, codes: curve, onset, instability, chosen });
    codes.draw(code, source.symbols);
    chosenStatus.set('beta', betas[chosen]!.toPrecision(4));
    chosenStatus.set('codewords', code === undefined ? '–' : String(code.cardinality));
    chosenStatus.set('rate', code === undefined ? '–' : inNats(code.rate));
    chosenStatus.set('relevance', code === undefined ? '–' : inNats(code.relevance));
    const warnings = code?.warnings.map(shortened).join(' ') ?? '';
    if (warning.textContent !== warnings) warning.textContent = warnings;
    warning.hidden = warnings === '';
  }

  host.append(
    intro(),
    element('div', { class: 'console' }, form.element, status.element),
    element(
      'div',
      { class: 'views' },
      element(
        'section',
        { class: 'wide', 'aria-labelledby': 'bottleneck-merges' },
        element('h2', { id: 'bottleneck-merges' }, 'Which x share a codeword'),
        element(
          'p',
          { class: 'hint' },
          'Each row a symbol, each column a β: move through them. Symbols of one codeword have one colour, the mean of theirs; a symbol that is ' +
            'divided among codewords lies between. Triangles: codewords part. Dashed: the critical β, and where the empty code becomes unstable.',
        ),
        merges.element,
        chosenStatus.element,
        warning,
      ),
      element(
        'section',
        { 'aria-labelledby': 'bottleneck-plane' },
        element('h2', { id: 'bottleneck-plane' }, 'The curve'),
        plane.element,
      ),
      element(
        'section',
        { 'aria-labelledby': 'bottleneck-code' },
        element('h2', { id: 'bottleneck-code' }, 'The code at this β'),
        element('p', { class: 'hint' }, 'p(z | x), and above it p(z). First: the symbols by their likeliest codeword.'),
        codes.element,
      ),
      table.element,
    ),
  );
  begin();
  return { leave() {} };
}

function rowSums({ joint }: Source): number[] {
  const [n, m] = joint.shape as [number, number];
  return Array.from({ length: n }, (_, x) => joint.data.subarray(x * m, (x + 1) * m).reduce((a, b) => a + b));
}

/** The package's words, its numbers to five digits. */
function shortened(text: string): string {
  return text.replace(/\d+\.\d{5,}/g, (digits) => Number(digits).toPrecision(5));
}
