export { runToEnd, runInSlices, type Steps } from './time-slicing.ts'
