export { contentsOf, contentsOfPackage } from './contents.js';
export { fixturesOf } from './fixture.js';
