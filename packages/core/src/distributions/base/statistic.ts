import type { Parameter } from './parameter.js';

/** A function of a real draw whose expectation some families know in closed form, for KL divergences between families. */
export type Statistic =
  | { readonly of: 'x' }
  | { readonly of: '(x - center)^2'; readonly center: Parameter }
  | { readonly of: '|x - center|'; readonly center: Parameter }
  | { readonly of: 'exp(rate (x - center))'; readonly rate: Parameter; readonly center: Parameter }
  | { readonly of: 'x^power'; readonly power: Parameter }
  | { readonly of: 'log x' }
  | { readonly of: '(log x)^2' }
  | { readonly of: 'log(1 - x)' };
