export { memoryLog, type Logged, type SealLog } from './log.ts'
export { LogProof, sealFiles, SealRecord, Statement, timestampFiles, TreeHead } from './model.ts'
export { seal, type Seal, type SealOptions } from './seal.ts'
