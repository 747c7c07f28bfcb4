export { certifyKey, type VouchedKey } from './certify-key.ts'
export { memoryLog, type Logged, type SealLog } from './seal-log.ts'
export {
  KeyStatement,
  LogProof,
  sealFiles,
  SealRecord,
  Statement,
  timestampFiles,
  TreeHead,
} from './model.ts'
export { seal, type Seal, type SealOptions } from './seal.ts'
