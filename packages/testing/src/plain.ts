export { type Checks, describeChecks, failedChecks } from './checks.js';
export { close, within4 } from './close.js';
export { contentsOf, contentsOfPackage } from './contents.js';
export { describeMembers, type KindOfMembers, withoutExport, withoutRow } from './describe-members.js';
export { finiteDifferences } from './finite-differences.js';
export { fixtureFoldersOf, fixturesOf } from './fixture.js';
export { membersOf } from './members.js';
export { meanAndStandardError } from './standard-error.js';
export { suitesIn } from './suites.js';
