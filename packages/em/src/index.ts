// The paradigm
export { elboFromJoint, elboFromMarginal, elboFromPrior, type Table } from './em/elbo-forms.js';
export {
  type EmOptions,
  type ExpectationMaximization,
  expectationMaximization,
} from './em/expectation-maximization.js';
export type { Expectation, LatentVariableModel } from './em/latent-variable-model.js';
