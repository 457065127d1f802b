/** Prints the figures of a soak as JSON. Usage: node --expose-gc main.js GOALS WARM_UP SAMPLES */
import { soak } from './soak.js';

const [goals = 0, warmUp = 0, samples = 2] = process.argv.slice(2).map(Number);
console.log(JSON.stringify(await soak({ goals, warmUp, samples })));
