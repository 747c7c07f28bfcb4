export { previewJudgement, type JudgedPair, type PreviewInput } from './preview-judgement.ts'
export { strongestPath, type AccountPair } from './strongest-path.ts'
