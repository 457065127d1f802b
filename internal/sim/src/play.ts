// The program `dist/play.js`: plays a scenario for many seeds, in plain Node, because jest's sandbox is far slower.
import { campaignCommand } from './campaign-command.js';
import { SCENARIOS } from './scenarios.js';

process.exitCode = await campaignCommand(process.argv.slice(2), SCENARIOS, (text) => void process.stdout.write(text));
