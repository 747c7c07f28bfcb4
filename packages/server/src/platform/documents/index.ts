export {
  checkDocument,
  checkDocuments,
  type CheckedDocument,
  type SentDocument,
} from './documents.ts'
