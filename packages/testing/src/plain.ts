export { contentsOf, contentsOfPackage } from './contents.js';
export { fixtureFoldersOf, fixturesOf } from './fixture.js';
