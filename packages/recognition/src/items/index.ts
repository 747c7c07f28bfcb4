export { detectCopies, type DetectedCode, type DetectInput, type ItemKey } from './detect-copies.ts'
export { evidenceNames, evidenceOf, type CopyEvidence } from './evidence.ts'
export {
  addEvent,
  addProof,
  addScan,
  isFix,
  noHistory,
  type ItemEvent,
  type ItemHistory,
  type ItemScan,
  type Position,
} from './history.ts'
export { judgeItem, type ItemJudgement, type ItemReason, type ItemState } from './judge-item.ts'
export { isNearMiss, neighboursOf } from './near-miss.ts'
export { wordItemState } from './reason-sentences.ts'
