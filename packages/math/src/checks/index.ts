export {
  checkFinite,
  checkFiniteValues,
  checkFraction,
  checkInteger,
  checkList,
  checkNonNegative,
  checkPositive,
  checkPositiveInteger,
} from './numbers.js';
export { type CompleteNames, checkOneOf, checkOptions, type OptionName } from './options.js';
export { checkRng } from './rng.js';
