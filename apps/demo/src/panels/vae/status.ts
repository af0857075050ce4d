import { element } from '../../dom/element.js';
import type { BackendTrial } from '../../workers/backend-choice.js';
import type { Report } from './messages.js';

type Prepared = Extract<Report, { kind: 'prepared' }>;

export interface Status {
  readonly element: HTMLElement;
  /** One word or two on what the worker does. */
  phase(text: string): void;
  prepared(report: Prepared, beta: number): void;
  progress(values: { readonly step: number; readonly imagesPerSecond?: number }): void;
  bound(nats: number): void;
  fail(message: string): void;
  clear(): void;
}

/** Where the run stands: phase, epoch, step, speed, bound, backend; and what went wrong. */
export function createStatus(): Status {
  const phase = entry('State', 'state');
  const epoch = entry('Epoch', 'epoch');
  const step = entry('Step', 'step');
  const speed = entry('Images/s', 'speed');
  const bound = entry('Held-out ELBO', 'bound');
  const backend = entry('Backend', 'backend');
  const alert = element('p', { class: 'alert', role: 'alert', hidden: true });
  const facts = element('p', { class: 'hint', 'data-status': 'facts' });
  let run: Prepared | undefined;
  phase.value.setAttribute('aria-live', 'polite');
  return {
    element: element(
      'section',
      { class: 'status', 'aria-label': 'Status' },
      element('dl', {}, ...[phase, epoch, step, speed, bound, backend].map(({ element }) => element)),
      facts,
      alert,
    ),
    phase(text) {
      if (phase.value.textContent !== text) phase.value.textContent = text;
    },
    prepared(report, beta) {
      run = report;
      backend.value.textContent = report.backend;
      facts.textContent = `${factsOf(report)} ${objectiveOf(beta)}`.trim();
    },
    progress({ step: taken, imagesPerSecond }) {
      if (run === undefined) return;
      step.value.textContent = `${taken} of ${run.stepsInAll}`;
      epoch.value.textContent = (taken / run.stepsPerEpoch).toFixed(1);
      if (imagesPerSecond !== undefined) speed.value.textContent = Math.round(imagesPerSecond).toLocaleString('en');
    },
    bound(nats) {
      bound.value.textContent = `${signed(nats)} nats`;
    },
    fail(message) {
      alert.textContent = message;
      alert.hidden = false;
    },
    clear() {
      alert.hidden = true;
      alert.textContent = '';
      for (const { value } of [epoch, step, speed, bound]) value.textContent = '–';
    },
  };
}

/** With a real minus sign. */
function signed(nats: number): string {
  return nats.toFixed(2).replace('-', '−');
}

function entry(term: string, name: string): { readonly element: HTMLElement; readonly value: HTMLElement } {
  const value = element('dd', { 'data-status': name }, '–');
  return { element: element('div', {}, element('dt', {}, term), value), value };
}

function factsOf({ parameters, trainingExamples, heldOutExamples, trials }: Prepared): string {
  const count = (n: number): string => n.toLocaleString('en');
  return (
    `784–400–z–400–784 perceptrons, ${count(parameters)} parameters; Adam, batches of 128. ` +
    `${count(trainingExamples)} digits to train on, binarised anew at each pass, and ${count(heldOutExamples)} held out. ` +
    `${trials.length === 0 ? '' : `Time of a layer here: ${trials.map(trialText).join(', ')}.`}`
  );
}

function objectiveOf(beta: number): string {
  if (beta === 1) return '';
  const kind = beta > 1 ? 'a lower bound still, but a looser one' : 'which bounds log p(x) no more';
  return `Trained to raise reconstruction − ${beta} × rate, ${kind}; plotted is the ELBO.`;
}

function trialText({ backend, milliseconds }: BackendTrial): string {
  return Number.isFinite(milliseconds) ? `${backend} ${milliseconds.toFixed(1)} ms` : `${backend} not here`;
}
