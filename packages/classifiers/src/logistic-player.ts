import { checkOptions, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays, type Move, type Player } from '@latents/training';
import { parametersInOwnUnits, parametersInUnits } from './column-units.js';
import { checkExamples, type LabelledData, rowWeights, type Sizes } from './features.js';
import { MEMORY } from './lbfgs.js';
import { type LinearParts, parametersOfParts, partsOfParameters } from './linear-parts.js';
import {
  type LogisticPlayersOptions,
  type Plan,
  type ProblemInUnits,
  planOf,
  problemOf,
  TOLERANCE,
} from './logistic-problem.js';
import {
  type Memory,
  NO_MEMORY,
  type Point,
  penaltyOf,
  pointAt,
  steepness,
  subgradient,
  totalWeight,
} from './minimize.js';
import type { Problem } from './problem.js';

const OPTIONS = ['l1', 'l2', 'solver', 'classWeights'] as const;

/** A classifier under training: where its parameters are read and written. */
export interface Trained extends Sizes {
  readonly model: object;
  read(): LinearParts;
  write(parts: LinearParts): void;
}

/**
 * Returns the player who raises the (penalised) log-likelihood: one iteration of the solver per move. At the maximum, or
 * where no step up is left in double precision, it stays.
 *
 * @throws RangeError for an unknown option, or one that is out of range.
 */
export function logisticPlayer(trained: Trained, options: LogisticPlayersOptions): Player<LabelledData> {
  const where = 'classifier.players(options)';
  checkOptions<LogisticPlayersOptions, typeof OPTIONS>(where, options, OPTIONS);
  const { model, classes, dimension } = trained;
  const plan = planOf(where, options, classes, dimension);
  const classWeights = options.classWeights && Array.from(options.classWeights);
  rowWeights(where, [], classes, undefined, classWeights);
  let memory = NO_MEMORY;
  let present: (ProblemInUnits & { readonly batch: LabelledData }) | undefined;
  return {
    name: 'classifier',
    model,
    settings: { l1: plan.l1, l2: plan.l2, solver: plan.solver.name, ...(classWeights && { classWeights }) },
    take(batch) {
      if (present?.batch !== batch) {
        const examples = checkExamples('fit(players, data)', batch, trained);
        present = { batch, ...problemOf(where, examples, plan, { ...(classWeights && { classWeights }) }) };
      }
      const { problem, units } = present;
      // Read anew for each move, so that a run that goes on from a file has the same numbers.
      const at = pointAt(problem, parametersInUnits(parametersOfParts(trained.read(), plan), units));
      const next =
        steepness(problem, at) <= TOLERANCE * totalWeight(problem) ? undefined : plan.solver.step(problem, at, memory);
      const moved = next && partsOfParameters(classes, dimension, parametersInOwnUnits(next.at.parameters, units));
      // Where a hyperplane separates the classes the weights grow without end: the last finite ones stay.
      if (next && moved && areFinite(moved)) {
        memory = next.memory;
        trained.write(moved);
      }
      return moveOf(problem, plan, at);
    },
    state: async () => memoryArrays(memory),
    async restore(state) {
      memory = memoryOf(state, plan.rows * (dimension + 1));
    },
  };
}

function areFinite({ weights, intercepts }: LinearParts): boolean {
  return weights.every(Number.isFinite) && intercepts.every(Number.isFinite);
}

/**
 * Returns the report of a move: the log-likelihood before it, in nats per unit of weight, and the penalty. The norm of the gradient is
 * that for columns of standard deviation 1.
 */
function moveOf(problem: Problem, plan: Plan, at: Point): Move {
  const total = totalWeight(problem);
  const penalty = penaltyOf(problem, at.parameters);
  const penalised = plan.l1 > 0 || plan.l2 > 0;
  const slope = subgradient(problem, at);
  return {
    nats: -at.value / total,
    of: 'log p(y | x)',
    // A penalty lowers it.
    side: penalised ? 'lower' : 'exact',
    direction: 'up',
    sound: true,
    terms: { 'log p(y | x)': (penalty - at.value) / total, ...(penalised && { penalty: penalty / total }) },
    gradientNorm: Math.sqrt(slope.reduce((sum, g) => sum + g * g, 0)) / total,
  };
}

function memoryArrays({ moves, changes }: Memory): NamedArrays {
  const [first] = moves;
  if (first === undefined) return {};
  const table = (rows: readonly Float64Array[]) =>
    ndArray([rows.length, first.length], Float64Array.from(rows.flatMap((row) => [...row])));
  return { moves: table(moves), changes: table(changes) };
}

function memoryOf(state: NamedArrays, size: number): Memory {
  if (Object.keys(state).length === 0) return NO_MEMORY;
  const count = Math.min(MEMORY, state['moves']?.shape[0] ?? 0);
  const shape = { shape: [count, size] };
  checkArrays('classifier.restore(state)', { moves: shape, changes: shape }, state);
  const rows = ({ data }: NdArray) =>
    Array.from({ length: count }, (_, i) => Float64Array.from(data.subarray(i * size, (i + 1) * size)));
  return { moves: rows(state['moves']!), changes: rows(state['changes']!) };
}
