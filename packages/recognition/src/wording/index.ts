export { isCircumstantial } from '../signal-codes.ts'
export { fillMessage } from './fill-message.ts'
export { wholePercent } from './whole-percent.ts'
export { signalName, type ReasonKey, type ReasonMessages } from './phrases.ts'
export {
  createWording,
  wordExplanation,
  wordExplanationParts,
  wordImageChanges,
  wordReason,
  wordReasonParts,
  type Meanings,
  type WordedPart,
  type Wording,
} from './reason-sentences.ts'
