export { type Checks, describeChecks, failedChecks } from './checks.js';
export { contentsOf, contentsOfPackage } from './contents.js';
export { describeMembers, type KindOfMembers, withoutExport, withoutRow } from './describe-members.js';
export { fixtureFoldersOf, fixturesOf } from './fixture.js';
export { membersOf } from './members.js';
