export { conformance, type Shell } from './command.js';
export { renderDocument, type Results } from './document.js';
export { listedFiles, listedPackages, readTests, type JestResults, type ListedTest } from './twins/listing.js';
