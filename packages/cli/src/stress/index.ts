export { figureLines } from './figures.ts'
export { readPlan } from './plan.ts'
export { runStress, type StressResult } from './run-stress.ts'
