export {
  inEnglish,
  readReason,
  readSentence,
  sayDetail,
  sayReason,
  signalSentences,
} from './sentences.ts'
