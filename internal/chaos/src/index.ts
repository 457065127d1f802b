export { whatIsMissing } from './link/requirements.js';
export { renderTable } from './report.js';
