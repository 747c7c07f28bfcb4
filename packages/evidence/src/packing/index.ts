export type { Content, PackedFile } from './content.ts'
export {
  auditLogPath,
  indexPath,
  PackageIndex,
  type Resource,
  type Withheld,
} from './index-document.ts'
export { packEvidence, type EvidenceItem, type PackedEvidence, type PackOptions } from './pack.ts'
export { writeFolder, writeZip } from './write.ts'
