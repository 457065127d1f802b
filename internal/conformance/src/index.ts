export { conformance, type Shell } from './command.js';
