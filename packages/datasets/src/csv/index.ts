export { type CsvOptions, parseCsv, type Table } from './parse-csv.js';
