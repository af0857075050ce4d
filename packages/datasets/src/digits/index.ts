export { type Digits, loadDigits } from './load-digits.js';
