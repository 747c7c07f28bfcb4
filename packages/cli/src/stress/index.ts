export { figureLines } from './figures.ts'
export { readPlan } from './plan.ts'
export { runStress } from './run-stress.ts'
