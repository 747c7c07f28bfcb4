export type { Content, PackedFile } from './content.ts'
export { indexPath, PackageIndex, type Resource } from './index-document.ts'
export { packEvidence, type EvidenceItem, type PackedEvidence, type PackOptions } from './pack.ts'
export { writeFolder, writeZip } from './write.ts'
