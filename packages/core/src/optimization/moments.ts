import * as tf from '@tensorflow/tfjs-core';

/** A tensor under the name it is saved by; what `tf.Optimizer` saves its state as. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/** The averages of one parameter, in the order of the kinds. */
interface Averages {
  readonly name: string;
  readonly variables: readonly tf.Variable[];
}

/** The running averages of an optimizer: one variable a kind (m and v, say) for each parameter. */
export class Moments {
  readonly kinds: readonly string[];
  private readonly byName = new Map<string, Averages>();
  // Restored averages whose parameter has not been met yet: its name may differ in a model built anew.
  private restored: Averages[] = [];

  constructor(kinds: readonly string[]) {
    this.kinds = kinds;
  }

  /** The averages of a parameter: restored ones of its name, or else the next restored ones, or else zeros. */
  of(parameter: tf.Variable): readonly tf.Variable[] {
    const known = this.byName.get(parameter.name);
    if (known !== undefined) return known.variables;
    const found = this.claim(parameter) ?? {
      name: parameter.name,
      variables: this.kinds.map(() => tf.tidy(() => tf.zerosLike(parameter).variable(false))),
    };
    this.byName.set(parameter.name, found);
    return found.variables;
  }

  /** All averages, named `parameter/kind`, kind after kind. */
  weights(): NamedTensor[] {
    const all = [...this.byName.values(), ...this.restored];
    return this.kinds.flatMap((kind, k) =>
      all.map(({ name, variables }) => ({ name: `${name}/${kind}`, tensor: variables[k]! })),
    );
  }

  /** Replaces all averages by what `weights` gave. */
  restore(weights: readonly NamedTensor[]): void {
    const count = weights.length / this.kinds.length;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `optimizer.setWeights(weights): expected 1 + a multiple of ${this.kinds.length} tensors (${this.kinds}), got 1 + ${weights.length}.`,
      );
    }
    this.dispose();
    this.restored = Array.from({ length: count }, (_, i) => ({
      name: weights[i]!.name.slice(0, -(this.kinds[0]!.length + 1)),
      variables: this.kinds.map((_, k) => tf.tidy(() => weights[i + k * count]!.tensor.clone().variable(false))),
    }));
  }

  dispose(): void {
    for (const { variables } of [...this.byName.values(), ...this.restored]) tf.dispose(variables as tf.Variable[]);
    this.byName.clear();
    this.restored = [];
  }

  private claim(parameter: tf.Variable): Averages | undefined {
    if (this.restored.length === 0) return undefined;
    const named = this.restored.findIndex(({ name }) => name === parameter.name);
    const [found] = this.restored.splice(Math.max(named, 0), 1);
    const shape = found!.variables[0]!.shape;
    if (!tf.util.arraysEqual(shape, parameter.shape)) {
      throw new RangeError(
        `applyGradients: expected averages of shape [${parameter.shape}] for '${parameter.name}', got those of ` +
          `'${found!.name}', [${shape}]. Restore the optimizer of a model with the same variables in the same order.`,
      );
    }
    return found;
  }
}
