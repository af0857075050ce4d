import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { imageGrid, interleaveRows } from '../../widgets/image-grid.js';
import { linePlot } from '../../widgets/line-plot.js';
import { count } from '../../widgets/numbers.js';
import { statusList } from '../../widgets/status-list.js';
import { information } from '../../widgets/units.js';
import type { Images } from '../digits/images.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { objectiveOf } from '../training/settings.js';
import { intro } from './intro.js';
import type { Facts, Measurement, Shown } from './messages.js';
import { Runs } from './runs.js';
import { HIDDEN, NUMBER_RULES, type NumberSetting, nameOf, PRESETS } from './settings.js';
import { tradeOffPlot } from './trade-off-plot.js';
import { unitBars } from './unit-bars.js';

/** Fills `host` with the panel and starts its worker. */
export function mountCollapsePanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Step',
    speed: 'Images/s',
    active: 'Active units',
    bound: 'Held-out ELBO',
    rate: 'Rate',
    beta: 'Beta now',
    backend: 'Backend',
  });
  const bars = unitBars();
  const terms = linePlot({
    title: 'The two parts of minus the ELBO',
    caption: 'On held-out digits: distortion, −E log p(x | z), and rate; their sum is minus the ELBO.',
    xLabel: 'epoch',
    height: 220,
    y: information('digit'),
  });
  const runs = new Runs();
  const tradeOff = tradeOffPlot(() => {
    runs.forget();
    tradeOff.draw(runs.all);
  });
  const warning = element('p', { class: 'lesson', 'aria-live': 'polite', 'data-status': 'collapse' });
  const pairs = imageGrid({
    columns: 10,
    label: 'Two held-out examples of each digit, each above its reconstruction.',
  });
  const samples = imageGrid({ columns: 10, label: 'Forty images decoded from draws from the prior.' });
  const table = dataTable('The run in numbers, in nats per digit', [
    'step',
    'beta',
    'distortion',
    'rate',
    'ELBO',
    'active',
    'collapsed',
  ]);
  let measurements: Measurement[] = [];
  let inputs: Images | undefined;

  const session = trainingSession<NumberSetting, Facts, Shown>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    presets: PRESETS,
    status,
    begin() {
      measurements = [];
      table.clear();
      warning.textContent = '';
      status.clear(['active', 'bound', 'rate', 'beta']);
      drawTerms();
    },
    prepared({ parameters, trainingExamples, heldOutExamples }, settings) {
      runs.begin(nameOf(settings));
      for (const measurement of measurements) runs.add(measurement);
      const widths = [784, ...HIDDEN, settings.latentDim].join('–');
      status.facts(
        `Encoder ${widths} and decoder back, ${count(parameters)} parameters. ${count(trainingExamples)} digits to train on, ` +
          `${count(heldOutExamples)} held out. ${objectiveOf(settings.beta)}`,
      );
    },
    show(report) {
      if (report.kind === 'inputs') {
        inputs = report.inputs;
        return;
      }
      measured(report.measurement);
      if (inputs !== undefined) pairs.draw(interleaveRows(inputs, report.reconstructions, 10));
      samples.draw(report.samples);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element(
      'div',
      { class: 'views' },
      element(
        'section',
        { class: 'plots wide', 'aria-labelledby': 'collapse-units' },
        element('h2', { id: 'collapse-units' }, 'Who still speaks'),
        warning,
        element('div', { class: 'term-plots' }, bars.element, terms.element),
      ),
      element(
        'section',
        { class: 'plots', 'aria-labelledby': 'collapse-runs' },
        element('h2', { id: 'collapse-runs' }, 'Runs compared'),
        tradeOff.element,
      ),
      element(
        'section',
        { class: 'pictures', 'aria-labelledby': 'collapse-pictures' },
        element('h2', { id: 'collapse-pictures' }, 'What the model draws'),
        element(
          'figure',
          { 'data-grid': 'reconstructions' },
          element('figcaption', {}, element('h3', {}, 'Inputs and reconstructions')),
          pairs.element,
        ),
        element(
          'figure',
          { 'data-grid': 'samples' },
          element('figcaption', {}, element('h3', {}, 'Samples')),
          samples.element,
        ),
      ),
      table.element,
    ),
  );

  function drawTerms(): void {
    const line = (name: string, colour: string, value: (of: Measurement) => number, dash?: string) => ({
      name,
      colour,
      ...(dash && { dash }),
      // The start is far above the rest.
      points: measurements.filter(({ step }) => step > 0).map((of) => ({ x: of.epoch, y: value(of) })),
    });
    terms.draw(
      [
        line('minus the ELBO', 'var(--ink)', ({ rate, distortion }) => rate + distortion, '1 4'),
        line('distortion', 'var(--digit-9)', ({ distortion }) => distortion, '5 3'),
        line('rate', 'var(--digit-3)', ({ rate }) => rate),
      ],
      'nats',
    );
  }

  function measured(measurement: Measurement): void {
    measurements.push(measurement);
    runs.add(measurement);
    const { step, beta, distortion, rate, active, collapsed, unitRates } = measurement;
    status.set('active', `${active} of ${unitRates.length}`);
    status.set('bound', `−${(distortion + rate).toFixed(2)} nats`);
    status.set('rate', `${rate.toFixed(2)} nats`);
    status.set('beta', String(Number(beta.toPrecision(3))));
    warning.textContent = step === 0 ? '' : (measurement.warning ?? 'No coordinate has collapsed.');
    table.add([
      String(step),
      beta.toPrecision(3),
      distortion.toFixed(4),
      rate.toFixed(4),
      (-distortion - rate).toFixed(4),
      String(active),
      String(collapsed.length),
    ]);
    bars.draw(measurement);
    drawTerms();
    tradeOff.draw(runs.all);
  }

  session.open();
  return { leave: session.leave };
}
