export {
  addresseeKinds,
  Dossier,
  dossierLanguages,
  listingStatuses,
  maxDossier,
  scheduleKinds,
  tlpLabels,
  withheldMark,
  type AddresseeKind,
  type DossierAccount,
  type DossierLanguage,
  type DossierLink,
  type DossierListing,
  type DossierPerson,
  type DossierRight,
  type DossierThreshold,
  type ListingStatus,
  type PackageReference,
  type ScheduleEntry,
  type ScheduleKind,
  type TlpLabel,
  type WithheldPart,
} from './model.ts'
export { checkDossier, dossierFaults } from './check-dossier.ts'
export { dossierFiles } from './dossier-files.ts'
export { packageReference, packDossier, type DossierPackOptions } from './pack-dossier.ts'
export { partDigest, redactDossier, type PartToWithhold } from './redact-dossier.ts'
export { tlpMarking } from './stix-markings.ts'
export { writeDossierPdf } from './write-dossier-pdf.ts'
export { writeDossierWorkbook } from './write-dossier-workbook.ts'
export { writeStixBundle } from './write-stix-bundle.ts'
export { partsToWithhold } from './parts-to-withhold.ts'
