export type { Content, PackedFile } from './packed-file.ts'
export {
  auditLogPath,
  indexPath,
  PackageIndex,
  type Resource,
  type WithheldItem,
} from './index-document.ts'
export {
  packEvidence,
  type EvidenceItem,
  type PackedEvidence,
  type PackOptions,
} from './pack-evidence.ts'
export { writeFolder, writeZip } from './write-package.ts'
