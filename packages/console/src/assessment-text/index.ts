export { explanationParts, signalParts } from './assessment-sentences.ts'
