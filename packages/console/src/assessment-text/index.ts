export { explanationParts, signalParts } from './word-assessment.ts'
